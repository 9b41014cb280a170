"""What cannot be done with a publication, said so that an editor or reader understands."""

from collections.abc import Collection
from datetime import date

from portal.errors import Invalid, PortalError
from portal.i18n import N_
from portal.publications.findings import Finding
from portal.publications.models import Publication


class EditedMeanwhile(PortalError):
    """Somebody else saved the same publication after this editor opened it."""

    status = 409
    title = N_("Văn bản này vừa được người khác sửa")
    advice = N_("Nội dung quý vị gõ vẫn còn. Xin mở bản mới nhất để so lại trước khi lưu.")


class KnownFile(Invalid):
    """The very file is on the portal already, as this document or another."""

    advice = N_("Tệp này đã có trên cổng. Bản mới cần một tệp khác với các bản trước.")


class SecondPersonNeeded(PortalError):
    """Two pairs of eyes: whoever prepared the words does not publish them alone."""

    status = 409
    title = N_("Cần thêm một người xem trước khi công bố")
    advice = N_(
        "Nơi đây quy định người chuẩn bị văn bản không tự mình công bố. "
        "Xin nhờ một người khác có quyền công bố xem lại."
    )


class Unconfirmed(PortalError):
    """Something in the document must be looked at by name first; `found` says what."""

    status = 409
    title = N_("Có điều cần xác nhận trước khi công bố")
    advice = N_("Xin xem các điểm được nêu rồi xác nhận, hoặc thay tệp đã làm sạch.")

    def __init__(self, found: Collection[Finding]) -> None:
        """Remember what was found."""
        super().__init__()
        self.found = found


class TakenElsewhere(Invalid):
    """The same file was imported for an office this editor does not work for."""

    advice = N_("Tệp này đã được một cơ quan khác nhập vào cổng từ trước.")


class TooShort(Invalid):
    """Comments would end sooner than the law allows; `first_day` is the first lawful last day."""

    advice = N_("Thời gian lấy ý kiến ngắn hơn luật quy định.")

    def __init__(self, first_day: date) -> None:
        """Remember the first lawful last day."""
        super().__init__()
        self.first_day = first_day


class Withdrawn(PortalError):
    """The publication was withdrawn; its page says by whom, when and why, and nothing else."""

    status = 410
    title = N_("Văn bản này đã được gỡ")
    advice = N_("Cơ quan đăng văn bản đã gỡ văn bản này khỏi cổng.")

    def __init__(self, publication: Publication) -> None:
        """Remember which one it was."""
        super().__init__()
        self.publication = publication
