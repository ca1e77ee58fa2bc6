#include "app/workbench/window_actions.h"

#include <QActionGroup>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenuBar>
#include <QUndoGroup>

namespace interlinear::workbench {

WindowActions::WindowActions(QMainWindow &window, QUndoGroup &undoGroup)
    : m_window(window)
    , m_appearance(new QActionGroup(&window))
{
    open = add("open", tr("&Open…"), QKeySequence::Open);
    openSample = add("openSample", tr("Open the &sample"));
    chooseTexts = add("chooseTexts", tr("Choose what is &translated…"));
    chooseEncoding = add("chooseEncoding", tr("&Reopen with encoding…"));
    chooseModel = add("chooseModel", tr("Choose a &model…"));
    save = add("save", tr("&Save"), QKeySequence::Save);
    exportDocument = add("exportDocument", tr("&Export document…"), QKeySequence(Qt::CTRL | Qt::Key_E));
    exportForReview = add("exportForReview", tr("Export for re&view…"));
    importReviewed = add("importReviewed", tr("&Import from review…"));
    quit = add("quit", tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));
    quit->setMenuRole(QAction::QuitRole);

    undo = undoGroup.createUndoAction(&window, tr("&Undo"));
    undo->setShortcuts(QKeySequence::Undo);
    redo = undoGroup.createRedoAction(&window, tr("&Redo"));
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Y), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)});
    filter = add("filter", tr("&Filter rows"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F));

    confirm = add("confirm", tr("&Confirm"), QKeySequence(Qt::CTRL | Qt::Key_Return));
    confirm->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)});
    unconfirm = add("unconfirm", tr("&Take back the confirmation"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U));
    next = add("next", tr("&Next segment"), QKeySequence(Qt::CTRL | Qt::Key_Down));
    previous = add("previous", tr("&Previous segment"), QKeySequence(Qt::CTRL | Qt::Key_Up));
    goTo = add("goTo", tr("&Go to row…"), QKeySequence(Qt::CTRL | Qt::Key_G));
    copySource = add("copySource", tr("Copy &source"), QKeySequence(Qt::CTRL | Qt::Key_Insert));
    machineText = add("machineText", tr("Take the &machine text"), QKeySequence(Qt::CTRL | Qt::Key_M));
    otherWords = add("otherWords", tr("Other &words here"), QKeySequence(Qt::CTRL | Qt::Key_Space));
    bestMatch = add("bestMatch", tr("Take the &best match"), QKeySequence(Qt::CTRL | Qt::Key_R));
    clear = add("clear", tr("C&lear"), QKeySequence(Qt::ALT | Qt::Key_Delete));
    nextTag = add("nextTag", tr("Next &tag"), QKeySequence(Qt::Key_F9));
    goToSource = add("goToSource", tr("S&ource or target"), QKeySequence(Qt::Key_F6));
    split = add("split", tr("Spl&it here"), QKeySequence(Qt::CTRL | Qt::Key_T));
    join = add("join", tr("&Join with the next"), QKeySequence(Qt::CTRL | Qt::Key_J));
    pretranslate = add("pretranslate", tr("P&retranslate the rest"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P));
    pretranslate->setIconText(tr("Pretranslate"));   // on its button

    concordance = add("concordance", tr("&Concordance"), QKeySequence(Qt::CTRL | Qt::Key_K));
    nextHit = add("nextHit", tr("&Next hit"), QKeySequence(Qt::Key_F3));
    previousHit = add("previousHit", tr("&Previous hit"), QKeySequence(Qt::SHIFT | Qt::Key_F3));
    memories = add("memories", tr("&Memories of the project…"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_M));
    importUnits = add("importUnits", tr("&Import into memory…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I));
    exportMemory = add("exportMemory", tr("&Export memory…"));
    align = add("align", tr("&Align two documents…"));
    tidyMemory = add("tidyMemory", tr("&Tidy memory…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T));

    addTerm = add("addTerm", tr("&Add a term…"));
    addTerm->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_T)});
    changeTerm = add("changeTerm", tr("&Change the term…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E));
    removeTerm = add("removeTerm", tr("&Delete the term…"));
    restoreTerm = add("restoreTerm", tr("&Bring the deleted term back"));
    restoreTerm->setIconText(tr("Undo"));
    restoreTerm->setEnabled(false);
    addTerm->setIconText(tr("Add"));   // on the buttons under the terms
    changeTerm->setIconText(tr("Change"));
    removeTerm->setIconText(tr("Delete"));
    termsInSuggestions = add("termsInSuggestions", tr("&Use terms in suggestions"));
    termsInSuggestions->setCheckable(true);
    chooseTermbase = add("chooseTermbase", tr("C&hoose a termbase…"));
    importTerms = add("importTerms", tr("&Import terms…"));
    exportTerms = add("exportTerms", tr("&Export terms…"));

    languageModelOnly = add("languageModelOnly", tr("&LM experts only"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
    languageModelOnly->setCheckable(true);
    restoreExperts = add("restoreExperts", tr("&Undo all changes of the routing"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    restoreExperts->setIconText(tr("Undo changes"));
    restoreExperts->setEnabled(false);
    exportRouting = add("exportRouting", tr("&Export"));
    exportPicture = add("exportPicture", tr("&Picture…"));
    exportCapture = add("exportCapture", tr("&Numbers…"));
    auto *exports = new QMenu(&window);
    exports->addActions({exportPicture, exportCapture});
    exportRouting->setMenu(exports);

    system = add("appearanceSystem", tr("Appearance as the &desktop's"));
    light = add("appearanceLight", tr("&Light"));
    dark = add("appearanceDark", tr("D&ark"));
    for (QAction *action : {system, light, dark}) {
        action->setCheckable(true);
        m_appearance->addAction(action);
    }
    keys = add("keys", tr("&Keys"), QKeySequence(Qt::CTRL | Qt::Key_Question));
    about = add("about", tr("&About Interlinear"));
    about->setMenuRole(QAction::AboutRole);
    setDocumentOpen(false);
    setCaptureShown(false);
}

QAction *WindowActions::add(const char *name, const QString &text, const QKeySequence &key)
{
    auto *action = new QAction(text, &m_window);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(key);
    m_window.addAction(action);
    return action;
}

void WindowActions::fillMenus(QMenuBar &bar, const QList<QAction *> &dockToggles) const
{
    QMenu *file = bar.addMenu(tr("&File"));
    file->addActions({open, openSample});
    file->addSeparator();
    file->addActions({chooseTexts, chooseEncoding});
    file->addSeparator();
    file->addActions({save, exportDocument});
    file->addSeparator();
    file->addActions({exportForReview, importReviewed});
    file->addSeparator();
    file->addActions({chooseModel});
    file->addSeparator();
    file->addActions({quit});

    bar.addMenu(tr("&Edit"))->addActions({undo, redo, filter});

    QMenu *segment = bar.addMenu(tr("&Segment"));
    segment->addActions({confirm, unconfirm});
    segment->addSeparator();
    segment->addActions({previous, next, goTo});
    segment->addSeparator();
    segment->addActions({copySource, machineText, otherWords, bestMatch, nextTag, clear, goToSource});
    segment->addSeparator();
    segment->addActions({split, join});
    segment->addSeparator();
    segment->addActions({pretranslate});

    QMenu *memory = bar.addMenu(tr("&Memory"));
    memory->addActions({concordance, nextHit, previousHit});
    memory->addSeparator();
    memory->addActions({memories});
    memory->addSeparator();
    memory->addActions({importUnits, exportMemory, align});
    memory->addSeparator();
    memory->addActions({tidyMemory});

    QMenu *terms = bar.addMenu(tr("&Terms"));
    terms->addActions({addTerm, changeTerm, removeTerm, restoreTerm});
    terms->addSeparator();
    terms->addActions({termsInSuggestions});
    terms->addSeparator();
    terms->addActions({chooseTermbase, importTerms, exportTerms});

    QMenu *routing = bar.addMenu(tr("&Routing"));
    routing->addActions({languageModelOnly, restoreExperts});
    routing->addSeparator();
    routing->addActions({exportRouting});

    QMenu *view = bar.addMenu(tr("&View"));
    view->addActions(dockToggles);
    view->addSeparator();
    view->addActions({system, light, dark});

    bar.addMenu(tr("&Help"))->addActions({keys, about});
}

void WindowActions::setDocumentOpen(bool present) const
{
    for (QAction *action : {chooseTexts, chooseEncoding, save, exportDocument, exportForReview, importReviewed, memories, importUnits, exportMemory, align, tidyMemory, filter, goTo, next, previous, pretranslate, concordance, nextHit,
                            previousHit, addTerm, chooseTermbase, importTerms, exportTerms})
        action->setEnabled(present);
    setRowOpen(false);
    setTermSelected(false);
}

void WindowActions::setRowOpen(bool present) const
{
    for (QAction *action : {confirm, unconfirm, copySource, machineText, otherWords, bestMatch, clear, nextTag, goToSource, split, join})
        action->setEnabled(present);
}

void WindowActions::setTermSelected(bool selected) const
{
    changeTerm->setEnabled(selected);
    removeTerm->setEnabled(selected);
}

void WindowActions::setCaptureShown(bool shown) const
{
    exportRouting->setEnabled(shown);
    exportPicture->setEnabled(shown);
    exportCapture->setEnabled(shown);
}

void WindowActions::setAppearance(Appearance::Mode mode) const
{
    (mode == Appearance::Mode::Light ? light : mode == Appearance::Mode::Dark ? dark : system)->setChecked(true);
}

QList<QAction *> WindowActions::withKeys() const
{
    QList<QAction *> result;
    for (QAction *action :
         {open, save, exportDocument, quit, undo, redo, filter, confirm, unconfirm, previous, next, goTo, copySource, machineText, otherWords, bestMatch,
          nextTag, clear, goToSource, split, join, pretranslate, concordance, nextHit, previousHit, memories, importUnits, tidyMemory, addTerm, changeTerm, languageModelOnly,
          restoreExperts, keys}) {
        if (!action->shortcut().isEmpty())
            result << action;
    }
    return result;
}

}  // namespace interlinear::workbench
