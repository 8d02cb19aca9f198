"""`python -m dp_ruptures …`"""

from dp_ruptures.cli import main

main()
