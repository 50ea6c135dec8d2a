"""Nothing here is collected without the server that it needs: `make test-llm`."""

from __future__ import annotations

import os

collect_ignore_glob = [] if "STEUNWIJZER_TEST_LLM_URL" in os.environ else ["test_*.py"]
