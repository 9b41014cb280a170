"""Which official was sent the list of what is owed, and when."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Official
from portal.db import Base, PrimaryKey


class Digest(Base):
    """That an official was sent the list of what is owed, once on a working day."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("official_id", "on"),)

    id: Mapped[PrimaryKey]
    official_id: Mapped[int] = mapped_column(ForeignKey(Official.id))
    on: Mapped[date]
