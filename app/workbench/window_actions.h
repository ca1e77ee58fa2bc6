// Every command of the window with its name and key, and the menus that list them. What they do is connected by MainWindow.
//
//   WindowActions actions(window, undoGroup);
//   actions.fillMenus(*window.menuBar());
//   connect(actions.confirm, &QAction::triggered, …);
#pragma once

#include "app/workbench/appearance.h"

#include <QCoreApplication>
#include <QList>

class QAction;
class QActionGroup;
class QKeySequence;
class QMainWindow;
class QMenu;
class QMenuBar;
class QUndoGroup;

namespace interlinear::workbench {

struct WindowActions {
    Q_DECLARE_TR_FUNCTIONS(WindowActions)

public:
    WindowActions(QMainWindow &window, QUndoGroup &undoGroup);

    /// The toggles show and hide docks.
    void fillMenus(QMenuBar &bar, const QList<QAction *> &dockToggles) const;
    /// Those that need an open document, and those that need an open row.
    void setDocumentOpen(bool present) const;
    void setRowOpen(bool present) const;
    void setTermSelected(bool selected) const;
    void setCaptureShown(bool shown) const;
    void setAppearance(Appearance::Mode mode) const;
    /// All that have a key, in the order of the menus.
    QList<QAction *> withKeys() const;

    QAction *open, *openSample, *chooseTexts, *chooseEncoding, *chooseModel, *save, *exportDocument, *exportForReview, *importReviewed, *quit;
    QAction *undo, *redo, *filter;
    QAction *confirm, *unconfirm, *next, *previous, *goTo, *copySource, *machineText, *otherWords, *bestMatch, *clear, *nextTag, *goToSource, *split, *join, *pretranslate;
    QAction *concordance, *nextHit, *previousHit;
    QAction *memories, *importUnits, *exportMemory, *align, *tidyMemory;
    QAction *addTerm, *changeTerm, *removeTerm, *restoreTerm, *termsInSuggestions, *chooseTermbase, *importTerms, *exportTerms;
    QAction *languageModelOnly, *restoreExperts, *exportRouting, *exportPicture, *exportCapture;
    QAction *system, *light, *dark;
    QAction *keys, *about;

private:
    QAction *add(const char *name, const QString &text, const QKeySequence &key = {});

    QMainWindow &m_window;
    QActionGroup *m_appearance;
};

}  // namespace interlinear::workbench
