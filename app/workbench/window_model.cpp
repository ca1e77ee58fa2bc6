// What the window says of its model: in the status line and where suggestions and routing would stand.
#include "app/workbench/error_text.h"
#include "app/workbench/language_names.h"
#include "app/workbench/lookup_panel.h"
#include "app/workbench/main_window.h"
#include "app/workbench/status_line.h"

namespace interlinear::workbench {

/// For the languages of the document; without one, any.
bool MainWindow::modelIsThere() const
{
    const LanguagePair &languages = m_workspace.languages();
    return m_workspace.current() ? m_engine.canTranslate({languages.from, languages.to}) : m_engine.loaded().has_value();
}

/// In the status line and where suggestions and routing would stand. `problem` says why there is no model at all; empty: it may still be loading.
void MainWindow::showModelState(const QString &problem)
{
    const LanguagePair &languages = m_workspace.languages();
    const QString noText = tr("No match in the memory. There is no model to suggest a translation.");
    if (modelIsThere()) {
        m_status->setEngine(*m_engine.loaded());
        m_routing->setEmptyText(tr("Open a row: which experts the model chose for each word of its suggestion is shown here."));
        m_lookup->matches()->setEmptyText(tr("No match yet. What the memory and the model have for the open row is listed here."));
    } else if (m_workspace.current() && !m_engine.knows({languages.from, languages.to})) {
        m_status->setNoEngine(tr("no model for these languages"));
        m_routing->setEmptyText(tr("No model translates from %1 into %2: the memory and editing work, there are no suggestions and no routing. File ▸ Choose a model… takes one.")
                                    .arg(languageName(languages.from), languageName(languages.to)));
        m_lookup->matches()->setEmptyText(noText);
    } else if (problem.isEmpty()) {
        m_status->setNoEngine(tr("loading the model"));
        m_routing->setEmptyText(tr("The model is being loaded …"));
    } else {
        m_status->setNoEngine(tr("no model"));
        m_routing->setEmptyText(tr("Without a model there are no suggestions and no routing. File ▸ Choose a model… takes one.\n%1").arg(problem));
        m_lookup->matches()->setEmptyText(noText);
    }
}

void MainWindow::onModelFailed(const Error &error)
{
    Q_EMIT failed(error);
    const QString sentence = errorText(error);
    const bool noneFound = error.code == ErrorCode::NotFound && error.where.empty();
    showModelState(noneFound ? tr("None was found on this computer.") : sentence);
    if (noneFound)
        return m_messages->showNotice(tr("There is no model on this computer: the memory and editing work, there are no suggestions. File ▸ Choose a model… takes one."));
    m_messages->showError(modelIsThere() ? tr("That model cannot be used; the one that was loaded before goes on. %1").arg(sentence) : sentence);
}

}  // namespace interlinear::workbench
