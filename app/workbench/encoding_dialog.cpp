#include "app/workbench/encoding_dialog.h"

#include "app/workbench/error_text.h"
#include "app/workbench/primary_button.h"
#include "engine/cat/document/document_files.h"
#include "engine/cat/document/encoding.h"
#include "engine/cat/document/format.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace interlinear::workbench {

namespace {

constexpr QSize dialogSize(720, 480);
constexpr std::size_t mostShown = 20000;   // bytes

struct Group {
    const char *title;
    std::array<const char *, 6> encodings;   // the rest null
};

constexpr std::array groups{
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Unicode"), {"UTF-8", "UTF-16LE", "UTF-16BE"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Western European"), {"windows-1252", "ISO-8859-15", "ISO-8859-1", "IBM850", "IBM437", "macintosh"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Central European"), {"windows-1250", "ISO-8859-2", "IBM852"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Cyrillic"), {"windows-1251", "KOI8-R", "KOI8-U", "ISO-8859-5", "IBM866"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Baltic"), {"windows-1257", "ISO-8859-13"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Greek"), {"windows-1253", "ISO-8859-7"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Turkish"), {"windows-1254", "ISO-8859-9"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Hebrew"), {"windows-1255", "ISO-8859-8"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Arabic"), {"windows-1256", "ISO-8859-6"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Thai and Vietnamese"), {"windows-874", "windows-1258"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Japanese"), {"Shift_JIS", "EUC-JP", "ISO-2022-JP"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Chinese"), {"GB18030", "Big5"}},
    Group{QT_TRANSLATE_NOOP("interlinear::workbench::EncodingDialog", "Korean"), {"EUC-KR"}},
};

}  // namespace

EncodingDialog::EncodingDialog(const cat::Document &document, const std::string &chosen, QWidget *parent)
    : QDialog(parent)
    , m_document(document)
    , m_asFound(chosen.empty())
    , m_bytes(cat::fileBytes(document).value_or(std::string()))
    , m_encoding(new QComboBox(this))
    , m_text(new QPlainTextEdit(this))
    , m_notice(new QLabel(this))
{
    setObjectName(QStringLiteral("encodingDialog"));
    setWindowTitle(tr("Encoding of %1").arg(QFileInfo(QString::fromStdString(document.name)).fileName()));
    m_encoding->setObjectName(QStringLiteral("encodingName"));
    m_encoding->addItem(chosen.empty() ? tr("As found: %1").arg(QString::fromStdString(cat::encodingTitle(document.encoding))) : tr("As found in the file"), QString());
    for (const Group &group : groups) {
        for (const char *name : group.encodings) {
            if (name)
                m_encoding->addItem(tr("%1 (%2)").arg(QLatin1String(name), tr(group.title)), QLatin1String(name));
        }
    }
    const QString before = QString::fromStdString(chosen);
    if (m_encoding->findData(before) < 0)
        m_encoding->addItem(before, before);
    m_encoding->setCurrentIndex(m_encoding->findData(before));
    m_text->setObjectName(QStringLiteral("encodingPreview"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_notice->setObjectName(QStringLiteral("encodingNotice"));
    m_notice->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_reopen = buttons->addButton(tr("Reopen"), QDialogButtonBox::AcceptRole);
    m_reopen->setObjectName(QStringLiteral("encodingReopen"));
    makePrimary(*m_reopen);

    auto *form = new QFormLayout;
    form->addRow(tr("&Encoding"), m_encoding);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(m_text, 1);
    column->addWidget(m_notice);
    column->addWidget(buttons);
    resize(dialogSize);

    connect(m_encoding, &QComboBox::currentIndexChanged, this, &EncodingDialog::preview);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    preview();
}

std::string EncodingDialog::encoding() const
{
    return m_encoding->currentData().toString().toStdString();
}

Result<cat::DecodedText> EncodingDialog::decodedNow() const
{
    if (const std::string name = encoding(); !name.empty())
        return cat::decodedAs(m_bytes, name, m_document.name);
    if (m_asFound)
        return cat::DecodedText{m_document.text, m_document.encoding};
    const cat::DocumentFormat *format = cat::formatById(m_document.format);
    return cat::decodedText(m_bytes, format && format->declaredEncoding ? format->declaredEncoding(m_bytes) : std::string(), m_document.name);
}

void EncodingDialog::preview()
{
    const Result<cat::DecodedText> decoded = decodedNow();
    m_reopen->setEnabled(decoded.has_value());
    m_text->setPlainText(decoded ? QString::fromUtf8(decoded->text.data(), static_cast<qsizetype>(std::min(decoded->text.size(), mostShown))) : QString());
    m_notice->setText(decoded ? tr("The translation is written in the same encoding.") : errorText(decoded.error()));
}

}  // namespace interlinear::workbench
