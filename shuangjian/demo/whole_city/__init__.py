"""The whole city: every school, class, pupil and teacher of a prefecture and a term of homework, all of it invented.

What it is made from is said in docs/city-model.md. A school is a pure function of the seed and its number, so that a
build that was broken off goes on as if nothing had happened.
"""

SCHOOLS = 926
SEED = 20260901
