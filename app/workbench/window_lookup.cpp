// The right dock in the window: concordance, fragments and terms, their commands, and what they ask.
#include "app/workbench/concordance.h"
#include "app/workbench/lookup_panel.h"
#include "app/workbench/main_window.h"
#include "app/workbench/project_panel.h"
#include "app/workbench/row_fragments.h"
#include "app/workbench/row_terms.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>

namespace interlinear::workbench {

namespace {

QString termFiles()
{
    return MainWindow::tr("Terms (*.tbx *.xml *.csv *.tsv *.txt)");
}

QString importedText(const cat::TermImportReport &report)
{
    const QString taken = MainWindow::tr("%L1 concepts added, %L2 changed, %L3 known already.").arg(report.added).arg(report.changed).arg(report.known);
    if (report.skipped.empty())
        return taken;
    const cat::TermImportReport::Skipped &first = report.skipped.front();
    return MainWindow::tr("%1 %Ln skipped; the first in line %2: %3", nullptr, static_cast<int>(report.skipped.size()))
        .arg(taken)
        .arg(first.line)
        .arg(QString::fromStdString(first.reason));
}

}  // namespace

void MainWindow::connectLookup()
{
    auto *concordance = new Concordance(m_workspace, *m_grid, *m_lookup->concordance(), this);
    auto *fragments = new RowFragments(m_workspace, *m_assistant, *m_grid->editor(), *m_lookup->fragments(), this);
    connect(fragments, &RowFragments::failed, this, &MainWindow::report);
    connect(concordance, &Concordance::copied, this, [this](const QString &target) { m_messages->showNotice(tr("Copied: %1").arg(target)); });
    connect(m_actions.concordance, &QAction::triggered, this, [this, concordance] {
        m_lookup->bringUp(m_lookup->concordance());
        concordance->searchHere();
    });
    const auto walk = [this](int direction) {
        m_lookup->bringUp(m_lookup->concordance());
        m_lookup->concordance()->walk(direction);
    };
    connect(m_actions.goToSource, &QAction::triggered, this, [this] {
        if (m_grid->source()->hasFocus())
            m_grid->editor()->setFocus();
        else
            m_grid->source()->setFocus();
    });
    connect(m_actions.nextHit, &QAction::triggered, this, [walk] { walk(1); });
    connect(m_actions.previousHit, &QAction::triggered, this, [walk] { walk(-1); });
}

void MainWindow::connectTerms()
{
    auto *terms = new RowTerms(m_workspace, m_terms, *m_assistant, *m_grid, *m_lookup->terms(), *m_lookup->shortTerms(), this);
    m_actions.termsInSuggestions->setChecked(m_terms.inSuggestions());
    for (QAction *action : {m_actions.addTerm, m_actions.changeTerm, m_actions.removeTerm})
        m_lookup->terms()->addButton(action);
    connect(terms, &RowTerms::shown, m_lookup, &LookupPanel::setTermCount);
    connect(m_lookup->terms(), &widgets::TermList::selectedChanged, this, [this](int index) { m_actions.setTermSelected(index >= 0); });
    connect(m_actions.addTerm, &QAction::triggered, terms, &RowTerms::askForNew);
    connect(m_actions.changeTerm, &QAction::triggered, terms, &RowTerms::askForChange);
    connect(m_actions.removeTerm, &QAction::triggered, terms, &RowTerms::askWhetherToRemove);
    connect(m_actions.restoreTerm, &QAction::triggered, &m_terms, &TermService::restoreRemoved);
    connect(&m_terms, &TermService::removed, this, [this] { m_messages->showNotice(tr("The concept was deleted."), m_actions.restoreTerm); });
    connect(&m_terms, &TermService::changed, this, [this] { m_actions.restoreTerm->setEnabled(m_terms.canRestore()); });
    connect(&m_workspace, &Workspace::leaving, m_actions.restoreTerm, [this] { m_actions.restoreTerm->setEnabled(false); });
    connect(&m_terms, &TermService::termbaseChanged, this, [this] { m_projectPanel->setTermbase(m_terms.termbase()); });
    connect(m_projectPanel, &ProjectPanel::termbaseChosen, m_lookup, [this] { m_lookup->bringUp(m_lookup->terms()); });
    connect(m_actions.termsInSuggestions, &QAction::toggled, &m_terms, &TermService::setInSuggestions);
    connect(m_actions.chooseTermbase, &QAction::triggered, this, &MainWindow::askForTermbase);
    connect(m_actions.importTerms, &QAction::triggered, this, &MainWindow::askForTermsToImport);
    connect(m_actions.exportTerms, &QAction::triggered, this, &MainWindow::askWhereToExportTerms);
    connect(&m_terms, &TermService::failed, this, [this](const Error &error) {
        if (error.code != ErrorCode::Cancelled)
            report(error);
    });
    connect(&m_terms, &TermService::added, this, [this](const cat::PairAddition &addition) {
        if (addition.kind == cat::PairAddition::Kind::KnownAlready)
            m_messages->showNotice(tr("The termbase has this term already; “Change the term…” gives it another status."));
    });
    connect(&m_terms, &TermService::chosen, this,
            [this](const QString &path) { m_messages->showNotice(tr("The project's terms are those of %1 now.").arg(path)); });
    connect(&m_terms, &TermService::imported, this, [this](const cat::TermImportReport &imported) { m_messages->showNotice(importedText(imported)); });
    connect(&m_terms, &TermService::exported, this, [this](const QString &path) { m_messages->showNotice(tr("The terms were written to %1.").arg(path)); });
}

void MainWindow::askForTermbase()
{
    QFileDialog dialog(this, tr("Choose a termbase, or name a new one"), {}, tr("Termbases (*.itb)"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setOption(QFileDialog::DontConfirmOverwrite);   // one that is there is opened
    dialog.setLabelText(QFileDialog::Accept, tr("Choose"));
    dialog.setDefaultSuffix(QStringLiteral("itb"));
    if (dialog.exec() == QDialog::Accepted)
        m_terms.choose(dialog.selectedFiles().first());
}

void MainWindow::askForTermsToImport()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Import terms"), {}, termFiles());
    if (!path.isEmpty())
        m_terms.importFrom(path, this);
}

void MainWindow::askWhereToExportTerms()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Export the terms"), QStringLiteral("terms.tbx"), tr("TBX (*.tbx);;Tables (*.csv *.tsv)"));
    if (!path.isEmpty())
        m_terms.exportTo(QFileInfo(path).suffix().isEmpty() ? path + QStringLiteral(".tbx") : path, this);
}

}  // namespace interlinear::workbench
