"""Errors the portal raises on purpose; each names its HTTP status once, here."""

from portal.i18n import N_


class PortalError(Exception):
    """A refusal the visitor can understand.

    Attributes:
        status: the HTTP answer.
        title: what happened, for the heading of the page.
        advice: what to do next, in one sentence.

    """

    status = 400
    title = N_("Chưa thực hiện được")
    advice = N_("Xin quý vị quay lại trang trước và thử lại.")

    def __init__(self, advice: str | None = None) -> None:
        """Say something more exact than the class does, when there is something."""
        super().__init__(advice or self.advice)
        if advice is not None:
            self.advice = advice


class NotFound(PortalError):
    """There is no such thing, or it is not for this visitor to know of it."""

    status = 404
    title = N_("Không tìm thấy trang này")
    advice = N_("Có thể địa chỉ bị gõ thiếu, hoặc nội dung đã được gỡ. Xin thử tìm kiếm.")


class NotAllowed(PortalError):
    """The actor may not do this to this thing."""

    status = 403
    title = N_("Quý vị chưa có quyền làm việc này")
    advice = N_("Nếu đây là việc của quý vị, xin báo quản trị viên của cơ quan cấp quyền.")


class IllegalMove(PortalError):
    """The thing is not in a state from which this move is possible."""

    status = 409
    title = N_("Việc này không còn thực hiện được")
    advice = N_("Nội dung đã chuyển sang bước khác. Xin mở lại trang để xem tình trạng mới nhất.")


class AlreadySent(PortalError):
    """The same form was sent before with other words; the first version stands."""

    status = 409
    title = N_("Mẫu này đã được gửi trước đó")
    advice = N_("Bản gửi lần đầu được giữ nguyên. Muốn gửi thêm, xin gửi một ý kiến mới.")


class Invalid(PortalError):
    """What was typed or handed in cannot be taken, and `advice` says why."""

    status = 422
    title = N_("Có nội dung cần xem lại")


class TooLarge(PortalError):
    """More was sent than the portal takes."""

    status = 413
    title = N_("Nội dung gửi lên quá lớn")
    advice = N_(
        "Mỗi tệp tối đa 20 MB, mỗi ý kiến tối đa 5 tệp. Xin bớt tệp hoặc bớt chữ rồi gửi lại."
    )


class NotAForm(PortalError):
    """Something else than a form was sent to a page that takes forms."""

    status = 415
    title = N_("Trang này chỉ nhận biểu mẫu")
    advice = N_("Xin mở lại trang và gửi bằng biểu mẫu trên trang.")


class TooMany(PortalError):
    """More is sent from one network than many people together would send."""

    status = 429
    title = N_("Đang có quá nhiều lượt gửi từ một nơi")
    advice = N_("Xin đợi khoảng một phút rồi bấm gửi lại. Nội dung quý vị viết vẫn còn ở dưới.")


class Unavailable(PortalError):
    """The portal cannot store anything at the moment; nothing was taken."""

    status = 503
    title = N_("Hệ thống đang bận, chưa lưu được")
    advice = N_("Chưa có gì bị mất. Xin đợi khoảng một phút rồi bấm gửi lại.")
