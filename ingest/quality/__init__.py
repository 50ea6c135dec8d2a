"""Whether documents are readable, agree with the table of facts and with each other."""
