"""How large an uploaded roster may be. Checked before anything is unpacked or built.

Source: trust.md B7 of the brief. A school has at most a few thousand pupils; 60,000 rows hold a whole county.
"""

UPLOAD_BYTES = 20 * 1024 * 1024
UNPACKED_BYTES = 200 * 1024 * 1024
MEMBERS = 1_000
RATIO = 100  # unpacked over packed, for a whole archive and for a member of more than RATIO_FLOOR bytes
RATIO_FLOOR = 1024 * 1024  # small members of repeated spaces compress well beyond 100 and harm nobody
ROWS = 60_000
COLUMNS = 60
SHEETS = 50
CELL_CHARACTERS = 32_767  # what Excel itself allows
HEADER_SEARCH_ROWS = 10
BAD_CELLS = 20_000  # a file worse than this is listed up to here and says so
RESULT_BYTES = 128 * 1024 * 1024  # what a child may answer
CHILD_MEMORY_BYTES = 640 * 1024 * 1024  # address space; the interpreter alone takes some 60 MiB of it
CHILD_SECONDS = 30.0
NUMBER_CHARACTERS = 40
SOURCED_ID_CHARACTERS = 255
NAME_CHARACTERS = 60
LABEL_CHARACTERS = 40
SHOWN_CHARACTERS = 40
