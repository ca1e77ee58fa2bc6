// Asks in which encoding a text file is, where it was taken for another: the text as each would have it.
//
//   EncodingDialog dialog(document, this);
//   if (dialog.exec() == QDialog::Accepted) use(dialog.encoding());   // "windows-1250"; empty: as it is found
#pragma once

#include "engine/cat/document/document.h"
#include "engine/cat/document/encoding.h"

#include <QDialog>

#include <string>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace interlinear::workbench {

class EncodingDialog : public QDialog {
    Q_OBJECT

public:
    /// Of a text file; `chosen` is what was said of it before, empty for nothing.
    EncodingDialog(const cat::Document &document, const std::string &chosen, QWidget *parent = nullptr);

    std::string encoding() const;

private:
    Result<cat::DecodedText> decodedNow() const;
    void preview();

    cat::Document m_document;
    bool m_asFound;         // is how the document was read
    std::string m_bytes;
    QComboBox *m_encoding;
    QPlainTextEdit *m_text;
    QLabel *m_notice;
    QPushButton *m_reopen;
};

}  // namespace interlinear::workbench
