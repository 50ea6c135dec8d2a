"""What could not be answered: recorded masked, so that staff can bundle it for policy."""
