"""The columnar copy of what happened: closed evenings as Parquet, a file a table and evening, read with DuckDB.

It is written from the database and can be written again. Children stand in it under pseudonyms.
"""

from shuangjian.lake.folder import Busy, Lake

__all__ = ["Busy", "Lake"]
