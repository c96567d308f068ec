"""A term of the evening panel in the whole city, by a stated model of who takes how long and who answers.

What is drawn depends on whose draw it is and on the seed alone: never on the order in which rows are read. The truth is
written beside the database, never into it.
"""
