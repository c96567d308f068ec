"""Tables of after-school service, a file per noun."""

from shuangjian.afterschool.models.closed_term import ClosedTerm
from shuangjian.afterschool.models.counted_day import CountedDay
from shuangjian.afterschool.models.drawn import Draw, DrawnUnit, Offer, Placement
from shuangjian.afterschool.models.programme import Programme, Unit
from shuangjian.afterschool.models.round import Round
from shuangjian.afterschool.models.service_model import ModelPart, PartAnswer, ServiceModel
from shuangjian.afterschool.models.sign_up import Credit, SignUp
from shuangjian.afterschool.models.tutoring import TutoringPlace, TutoringProposal

__all__ = [
    "ClosedTerm",
    "CountedDay",
    "Credit",
    "Draw",
    "DrawnUnit",
    "ModelPart",
    "Offer",
    "PartAnswer",
    "Placement",
    "Programme",
    "Round",
    "ServiceModel",
    "SignUp",
    "TutoringPlace",
    "TutoringProposal",
    "Unit",
]
