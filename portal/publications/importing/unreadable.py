"""The one refusal of this reader, with the reasons it gives."""

from portal.errors import PortalError
from portal.i18n import N_


class Unreadable(PortalError):
    """The file or text cannot be read as a document; `reason` says why, to the clerk."""

    status = 422
    title = N_("Chưa đọc được văn bản này")

    @property
    def reason(self) -> str:
        """Why, in the words shown to the clerk."""
        return self.advice


EMPTY = N_("Tệp này không có chữ nào. Xin quý vị kiểm tra lại và chọn tệp khác.")
BINARY = N_(
    "Tệp này không phải văn bản chữ. "
    "Xin quý vị chọn tệp .docx, .pdf, .txt hoặc .md của văn bản cần đăng.",
)
UNKNOWN_TYPE = N_("Cổng đọc được tệp .docx, .pdf, .txt và .md. Xin quý vị lưu sang một dạng đó.")
OLD_WORD = N_(
    "Tệp Word dạng cũ (.doc) chưa đọc được. "
    "Xin quý vị mở bằng Word, chọn Lưu thành tệp .docx rồi gửi lại.",
)
TOO_LARGE = N_("Tệp này lớn hơn 20 MB. Xin quý vị giảm cỡ ảnh trong tệp hoặc tách thành nhiều tệp.")
NO_PDF = N_("Tệp có tên .pdf nhưng bên trong không phải PDF. Xin quý vị chọn lại đúng tệp.")
NO_WORD = N_("Tệp có tên .docx nhưng bên trong không phải Word. Xin quý vị chọn lại đúng tệp.")
TOO_LONG = N_("Văn bản dài quá 5 MB chữ. Xin quý vị tách thành nhiều tệp nhỏ hơn.")
DAMAGED_WORD = N_("Tệp Word này bị hỏng hoặc có mật khẩu. Xin quý vị lưu lại tệp rồi thử lần nữa.")
SWOLLEN_WORD = N_("Tệp Word này bung ra quá lớn nên không được mở. Xin quý vị lưu lại từ bản gốc.")
MACROS = N_(
    "Tệp Word này có mã lệnh (macro) nên không được mở. "
    "Xin quý vị lưu thành tệp .docx rồi gửi lại.",
)
DAMAGED_PDF = N_("Tệp PDF này bị hỏng hoặc có mật khẩu. Xin quý vị xuất lại tệp rồi thử lần nữa.")
ENDLESS_PDF = N_("Tệp PDF này có quá nhiều trang. Xin quý vị tách thành nhiều tệp nhỏ hơn.")
SLOW_PDF = N_(
    "Tệp PDF này đọc mãi không xong nên đã dừng. "
    "Xin quý vị tách thành tệp nhỏ hơn hoặc dùng bản Word.",
)
SWOLLEN_PDF = N_(
    "Tệp PDF này bung ra quá lớn nên không được mở. Xin quý vị xuất lại từ bản gốc.",
)
SCANNED = N_(
    "Tệp PDF này chỉ có ảnh chụp, không có chữ để đọc. "
    "Xin quý vị dùng bản Word hoặc bản PDF xuất từ Word.",
)
UNKNOWN_FONT = N_(
    "Phông chữ trong tệp không cho biết chữ gì (hiện thành “(cid:…)” hoặc ký hiệu lạ). "
    "Xin quý vị dùng bản Word gốc.",
)
LEGACY_FONT = N_(
    "Văn bản có vẻ dùng bảng mã cũ (TCVN3, VNI). Xin quý vị chuyển sang Unicode rồi gửi lại.",
)
NO_VIETNAMESE = N_(
    "Chưa thấy chữ tiếng Việt có dấu trong văn bản này nên chưa dám đọc tiếp. "
    "Xin quý vị kiểm tra lại tệp.",
)
