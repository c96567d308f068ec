"""Everybody who may come to an address, named by what they are. The names are the cast's."""

NOBODY = "nobody"  # has not signed in
GUARDIAN = "guardian"  # of a child in 五（1）
OTHER_GUARDIAN = "village_guardian"  # of a child at the teaching point, in the other county
TEACHER = "maths"  # of 五（1） and 五（2）
HOMEROOM = "chinese"  # of 五（1）, and teaches 五（2）
COLLEAGUE = "lower"  # same school; homeroom and only teacher of 一（1）
GRADE_HEAD = "grade_head"  # of grade 5
COORDINATOR = "coordinator"  # of the school's after-school service; teaches no class
ACADEMIC = "academic"
PRINCIPAL = "principal"
CENTRAL = "central_officer"  # of the 中心校 in the other county, above the village school
COUNTY = "county_officer"  # above the school
OTHER_COUNTY = "other_county_officer"
CITY = "city_officer"
FORMER = "former"  # taught 五（1） until the 10th; may still sign in
CLOSED = "closed"  # a principal whose account was closed after signing in
STRANGER = "stranger"  # teaches in another county
OTHER_PRINCIPAL = "other_principal"  # leads the stranger's school

LEADERS = (ACADEMIC, PRINCIPAL)
TEACHERS = (TEACHER, HOMEROOM, COLLEAGUE, STRANGER)
OF_THE_SCHOOL = (TEACHER, HOMEROOM, COLLEAGUE, GRADE_HEAD, COORDINATOR, *LEADERS)
OFFICERS = (CENTRAL, COUNTY, OTHER_COUNTY, CITY)
OUTSIDE = (NOBODY, CLOSED)  # the site does not know who they are
PERSONS = (
    *OUTSIDE,
    GUARDIAN,
    OTHER_GUARDIAN,
    TEACHER,
    HOMEROOM,
    COLLEAGUE,
    GRADE_HEAD,
    COORDINATOR,
    *LEADERS,
    *OFFICERS,
    FORMER,
    STRANGER,
    OTHER_PRINCIPAL,
)
SIGNED_IN = tuple(person for person in PERSONS if person not in OUTSIDE)
