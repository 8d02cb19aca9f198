"""Files from outside become rows of the store: all of a file or nothing, with a report."""
