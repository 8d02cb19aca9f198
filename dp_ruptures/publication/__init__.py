"""What the ministry receives of a release: sentences, workbook, bulletin, signature.

Everything here is a pure function of the frozen cells: no store, no clock, no machine name.
"""
