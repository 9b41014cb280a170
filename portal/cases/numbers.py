"""Receipt numbers: public, in order, without a gap that matters."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base


class NumberSeries(Base):
    """The last receipt number given out in a year."""

    __tablename__ = "number_series"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)


def take_number(session: Session, year: int) -> str:
    """Return the next receipt number of `year`; those who ask at the same time wait in line."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    counted = (
        insert(NumberSeries)
        .values(year=year, last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": NumberSeries.last + 1})
        .returning(NumberSeries.last)
    )
    return f"YK-{year}-{session.scalars(counted).one():06d}"
