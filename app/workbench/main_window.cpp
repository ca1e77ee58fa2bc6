#include "app/workbench/main_window.h"

#include "app/workbench/error_text.h"
#include "app/workbench/filter_bar.h"
#include "app/workbench/first_look_page.h"
#include "app/workbench/language_names.h"
#include "app/workbench/lookup_panel.h"
#include "app/workbench/memory_menu.h"
#include "app/workbench/page_preview.h"
#include "app/workbench/project_panel.h"
#include "app/workbench/review_menu.h"
#include "app/workbench/row_division.h"
#include "app/workbench/row_navigation.h"
#include "app/workbench/sample_document.h"
#include "app/workbench/status_line.h"
#include "app/workbench/task_progress.h"
#include "app/workbench/welcome_page.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QLineEdit>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace interlinear::workbench {

using widgets::SegmentRow;

namespace {

constexpr QSize startSize(1600, 1000);
constexpr int documentsWidth = 220;
constexpr int matchesWidth = 372;
constexpr int routingHeight = 320;
constexpr QSize smallestSize(1100, 640);
constexpr auto geometryKey = "window/geometry";
constexpr auto layoutKey = "window/layout";

/// A dock without a title bar: its content says what it is.
QDockWidget *makeDock(const QString &name, const QString &title, QWidget *content, QMainWindow *window)
{
    auto *dock = new QDockWidget(title, window);
    dock->setObjectName(name);
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    dock->setTitleBarWidget(new QWidget(dock));
    dock->setWidget(content);
    return dock;
}

}  // namespace

MainWindow::MainWindow(Appearance &appearance, std::filesystem::path projectFolder, QWidget *parent)
    : QMainWindow(parent)
    , m_appearance(appearance)
    , m_workspace(std::move(projectFolder))
    , m_suggestions(m_engine)
    , m_terms(m_workspace)
    , m_actions(*this, m_undoGroup)
    , m_messages(new MessageBar(this))
    , m_pages(new QStackedWidget(this))
    , m_welcome(new WelcomePage(m_actions.open, m_actions.openSample, this))
    , m_firstLook(new FirstLookPage(this))
    , m_grid(new widgets::SegmentGrid(this))
    , m_lookup(new LookupPanel(this))
    , m_filterBar(new FilterBar(this))
    , m_preview(new PagePreview(m_workspace, this))
    , m_projectPanel(new ProjectPanel(this))
    , m_memoryMenu(new MemoryMenu(m_workspace, m_actions, *m_messages, this))
    , m_reviewMenu(new ReviewMenu(m_workspace, m_actions, *m_messages, m_filter, this))
    , m_status(new StatusLine(this))
    , m_routing(new RoutingPanel(m_engine, m_suggestions, this))
    , m_assistant(new RowAssistant(m_workspace, m_suggestions, m_terms, *m_grid, *m_lookup->matches(), this))
    , m_alternatives(new WordAlternatives(m_workspace, m_engine, m_suggestions, *m_grid, this))
    , m_division(new RowDivision(m_workspace, this))
{
    setObjectName(QStringLiteral("workbench"));
    setAcceptDrops(true);
    setStatusBar(m_status);
    m_filter.setSourceModel(&m_noRows);
    m_grid->setModel(&m_filter);
    m_grid->setEmptyText(tr("No row fits the filter. Choose “All”, or empty the filter box."));
    m_grid->editor()->installEventFilter(this);
    m_routing->linkTo(*m_grid->editor());

    m_pages->addWidget(m_welcome);
    m_pages->addWidget(m_firstLook);
    m_pages->addWidget(m_grid);
    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messages);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);

    buildToolBar();
    buildDocks();
    m_actions.openSample->setEnabled(!sampleDocument().isEmpty());
    m_actions.setAppearance(appearance.mode());
    connectActions();
    connectParts();
    connectEngine();
    connectLookup();
    connectTerms();
    connectDivision();
    connectFirstLook();
    connect(&appearance, &Appearance::themeChanged, this, &MainWindow::setTheme);
    setTheme(appearance.theme());
    setMinimumSize(smallestSize);
    resize(startSize);
    showDocument();
}

MainWindow::~MainWindow()
{
    qDeleteAll(findChildren<TaskProgress *>());   // stops what they show: all or nothing of it is done
    delete m_pretranslation;   // these talk to engine and workspace to their end, and those go before the children do
    delete m_memoryMenu;
    delete m_preview;
}

void MainWindow::buildToolBar()
{
    QToolBar *bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->toggleViewAction()->setVisible(false);
    m_actions.confirm->setIconText(tr("Confirm   Ctrl+Enter"));
    bar->addActions({m_actions.confirm, m_actions.copySource, m_actions.nextTag, m_actions.pretranslate});
    bar->widgetForAction(m_actions.confirm)->setProperty("primary", true);
    bar->addWidget(m_filterBar);
}

void MainWindow::buildDocks()
{
    QDockWidget *documents = makeDock(QStringLiteral("documentsDock"), tr("Documents"), m_projectPanel, this);
    QDockWidget *matches = makeDock(QStringLiteral("matchesDock"), tr("Matches and terms"), m_lookup, this);
    QDockWidget *routing = makeDock(QStringLiteral("routingDock"), tr("Routing"), m_routing->view(), this);
    QDockWidget *preview = makeDock(QStringLiteral("previewDock"), tr("Preview"), m_preview, this);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    addDockWidget(Qt::LeftDockWidgetArea, documents);
    addDockWidget(Qt::RightDockWidgetArea, matches);
    addDockWidget(Qt::RightDockWidgetArea, preview);
    addDockWidget(Qt::BottomDockWidgetArea, routing);
    preview->hide();
    m_previewToggle = preview->toggleViewAction();
    m_previewToggle->setShortcut(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P));
    resizeDocks({documents, matches}, {documentsWidth, matchesWidth}, Qt::Horizontal);
    resizeDocks({routing}, {routingHeight}, Qt::Vertical);
    m_routing->view()->addButton(m_actions.languageModelOnly);
    m_routing->view()->addButton(m_actions.restoreExperts);
    m_routing->view()->addButton(m_actions.exportRouting);
    for (QToolButton *button : m_routing->view()->findChildren<QToolButton *>()) {
        if (button->defaultAction() == m_actions.exportRouting)
            button->setPopupMode(QToolButton::InstantPopup);
    }
    m_actions.fillMenus(*menuBar(), {documents->toggleViewAction(), matches->toggleViewAction(), m_previewToggle, routing->toggleViewAction()});
}

void MainWindow::connectActions()
{
    const auto on = [this](QAction *action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    on(m_actions.open, &MainWindow::askForFiles);
    on(m_actions.openSample, [this] { askLanguagesAndOpen({sampleDocument()}); });
    on(m_actions.chooseTexts, &MainWindow::askForTexts);
    on(m_actions.chooseEncoding, &MainWindow::askForEncoding);
    on(m_actions.chooseModel, &MainWindow::askForModel);
    on(m_actions.save, [this] { m_workspace.autosave().flush(); });
    on(m_actions.exportDocument, &MainWindow::askWhereToExport);
    on(m_actions.quit, &QWidget::close);
    on(m_actions.filter, [this] { m_filterBar->box()->setFocus(); });

    on(m_actions.confirm, &MainWindow::confirmOpenRow);
    on(m_actions.unconfirm, [this] { m_workspace.current()->unconfirm(m_assistant->openRow()->id); });
    on(m_actions.next, [this] { openBeside(*m_grid, 1); });
    on(m_actions.previous, [this] { openBeside(*m_grid, -1); });
    on(m_actions.goTo, &MainWindow::askForRow);
    on(m_actions.copySource, [this] { m_assistant->copySource(); });
    on(m_actions.machineText, [this] {
        if (!m_assistant->takeMachineText())
            m_messages->showNotice(tr("There is no machine text for this row yet."));
    });
    on(m_actions.otherWords, [this] {
        if (!m_alternatives->ask())
            m_messages->showNotice(tr("Without a model for these languages there are no other words to choose from."));
    });
    on(m_actions.bestMatch, [this] {
        if (!m_assistant->takeBestMatch())
            m_messages->showNotice(tr("The memory holds nothing like this row."));
    });
    on(m_actions.clear, [this] { m_workspace.current()->clear(m_assistant->openRow()->id); });
    on(m_actions.nextTag, [this] { m_grid->editor()->insertNextTag(); });
    on(m_actions.pretranslate, &MainWindow::pretranslate);

    on(m_actions.languageModelOnly, [this](bool only) { m_routing->experiment().setTranslationGroupOff(only); });
    on(m_actions.restoreExperts, [this] { m_routing->experiment().restore(); });
    on(m_actions.exportPicture, &MainWindow::askWhereToExportPicture);
    on(m_actions.exportCapture, &MainWindow::askWhereToExportCapture);
    on(m_actions.system, [this] { m_appearance.choose(Appearance::Mode::System); });
    on(m_actions.light, [this] { m_appearance.choose(Appearance::Mode::Light); });
    on(m_actions.dark, [this] { m_appearance.choose(Appearance::Mode::Dark); });
    on(m_actions.keys, &MainWindow::showKeys);
    on(m_actions.about, &MainWindow::showAbout);
}

void MainWindow::connectParts()
{
    connect(&m_workspace, &Workspace::documentShown, this, &MainWindow::showDocument);
    connect(&m_workspace, &Workspace::projectChanged, this, [this] { m_projectPanel->setProject(m_workspace.project()); });
    connect(&m_workspace, &Workspace::documentAdded, this, &MainWindow::offerChoice);
    connect(&m_workspace, &Workspace::exported, this, &MainWindow::onExported);
    connect(&m_workspace, &Workspace::working, m_status, &StatusLine::setWork);
    connect(&m_workspace, &Workspace::failed, this, &MainWindow::report);
    connect(&m_workspace.autosave(), &Autosave::failed, this, &MainWindow::onSaveFailed);
    connect(&m_workspace.autosave(), &Autosave::recovered, this, [this] { m_messages->showNotice(tr("Saving works again.")); });
    connect(&m_workspace.autosave(), &Autosave::stateChanged, this,
            [this] { m_status->setSaved(m_workspace.autosave().state(), m_workspace.autosave().savedAt()); });
    connect(m_memoryMenu, &MemoryMenu::rowsChanged, this, [this] { m_projectPanel->setMemories(m_memoryMenu->rows()); });
    connect(m_projectPanel, &ProjectPanel::documentChosen, &m_workspace, &Workspace::activate);
    connect(m_projectPanel, &ProjectPanel::memoryChosen, m_memoryMenu, [this](int place) { m_memoryMenu->showUnits(static_cast<std::size_t>(place)); });
    connect(m_memoryMenu, &MemoryMenu::failed, this, &MainWindow::report);
    connect(m_reviewMenu, &ReviewMenu::failed, this, &MainWindow::report);
    connect(m_filterBar, &FilterBar::changed, this, [this](SegmentFilter::Rows rows, const QString &text) {
        m_filter.show(rows, text);
        if (!m_grid->openSegmentId())
            openBeside(*m_grid, 1);
    });
    connect(m_grid, &widgets::SegmentGrid::confirmRequested, this, &MainWindow::confirmOpenRow);
    connect(m_grid->editor(), &widgets::TargetEditor::undoRequested, &m_undoGroup, &QUndoGroup::undo);
    connect(m_grid->editor(), &widgets::TargetEditor::redoRequested, &m_undoGroup, &QUndoGroup::redo);
    connect(m_assistant, &RowAssistant::rowOpened, this, [this](const SegmentRow &row) {
        m_routing->setRow(row.number);
        m_preview->follow(row.id);
        m_actions.setRowOpen(true);
        showPlace();
    });
    connect(m_assistant, &RowAssistant::rowsClosed, this, [this] {
        m_routing->setRow(std::nullopt);
        m_actions.setRowOpen(false);
    });
    connect(m_assistant, &RowAssistant::noOtherWayFound, this,
            [this] { m_messages->showNotice(tr("The model finds no other way to say this.")); });
    connect(m_assistant, &RowAssistant::failed, this, &MainWindow::report);
    connect(m_alternatives, &WordAlternatives::failed, this, &MainWindow::report);
    connect(m_routing, &RoutingPanel::failed, this, &MainWindow::report);
    connect(m_routing, &RoutingPanel::shownCaptureChanged, this, [this] { m_actions.setCaptureShown(m_routing->shownCapture() != nullptr); });
    connect(m_routing, &RoutingPanel::adoptRequested, this, [this](const TaggedText &target) {
        m_workspace.current()->replaceTarget(m_assistant->openRow()->id, target, cat::TargetOrigin::machine(), tr("text with other routing"));
    });
    connect(&m_routing->experiment(), &RoutingExperiment::interventionsChanged, this, [this] {
        m_actions.languageModelOnly->setChecked(m_routing->experiment().isTranslationGroupOff());
        m_actions.restoreExperts->setEnabled(m_routing->experiment().isActive());
    });
    connect(m_status, &StatusLine::cancelRequested, this, [this] {
        if (m_pretranslation)
            m_pretranslation->cancel();
    });
}

void MainWindow::connectEngine()
{
    showModelState();
    connect(&m_engine, &EngineService::modelLoaded, this, [this] { showModelState(); });
    connect(&m_engine, &EngineService::modelFailed, this, &MainWindow::onModelFailed);
    connect(&m_engine, &EngineService::deviceGivenUp, this,
            [this](const Error &why) { m_messages->showNotice(tr("The processor translates instead of the graphics card. %1").arg(errorText(why))); });
    connect(&m_suggestions, &Suggestions::finished, this, [this](const TranslationPointer &translation) { m_status->setSpeed(*translation); });
}

void MainWindow::setTheme(const widgets::Theme &theme)
{
    m_messages->setTheme(theme);
    m_welcome->setTheme(theme);
    m_firstLook->setTheme(theme);
    m_grid->setTheme(theme);
    m_alternatives->setTheme(theme);
    m_lookup->setTheme(theme);
    m_preview->setTheme(theme);
    m_projectPanel->setTheme(theme);
    m_memoryMenu->setTheme(theme);
    m_reviewMenu->setTheme(theme);
    m_routing->view()->setTheme(theme);
    m_actions.setAppearance(m_appearance.mode());
}

void MainWindow::openFiles(const QStringList &files, const LanguagePair &languages)
{
    QSettings settings;
    settings.setValue(QStringLiteral("languages/from"), QString::fromStdString(languages.from));
    settings.setValue(QStringLiteral("languages/to"), QString::fromStdString(languages.to));
    m_messages->hide();
    m_workspace.open(files, languages);
}

void MainWindow::showDocument()
{
    DocumentSession *session = m_workspace.current();
    const std::optional<int> numberSeen = session ? m_firstLook->openRowNumber(session->path()) : std::nullopt;
    if (session) {
        m_firstLook->finish();
        m_undoGroup.addStack(session->undoStack());
    }
    showPage();
    m_filterBar->reset();
    m_filter.setSourceModel(session ? session->model() : &m_noRows);
    m_projectPanel->setCurrent(session ? std::optional(session->id()) : std::nullopt);
    if (!session)
        return;
    const LanguagePair &languages = m_workspace.languages();
    m_engine.loadFor({languages.from, languages.to});
    m_suggestions.setLanguages(languages.from, languages.to);
    showModelState();
    const bool rightToLeft = QLocale(QString::fromStdString(languages.to)).textDirection() == Qt::RightToLeft;
    m_grid->editor()->setWritingDirection(rightToLeft ? Qt::RightToLeft : Qt::LayoutDirectionAuto);
    session->model()->setLanguages(languageName(languages.from), languageName(languages.to));
    connect(session, &DocumentSession::changeShown, this, &MainWindow::showChange, Qt::UniqueConnection);
    connect(session, &DocumentSession::countsChanged, this, &MainWindow::showPlace, Qt::UniqueConnection);
    connect(session, &DocumentSession::heldChanged, this, &MainWindow::showHeld, Qt::UniqueConnection);
    if (session->counts().segments == 0)
        m_messages->showNotice(tr("%1 holds no text to translate.").arg(session->name()));
    else if (!(numberSeen && openNumber(*m_grid, *numberSeen)) && !openNextOpen(*m_grid))
        openBeside(*m_grid, 1);
    showPlace();
}

void MainWindow::showPlace()
{
    const DocumentSession *session = m_workspace.current();
    if (m_firstLook->isOn())
        return m_status->hidePlace();
    if (!session)
        return m_status->clearPlace();
    const SegmentRow *row = m_assistant->openRow();
    m_status->setPlace(row ? std::optional(row->number) : std::nullopt, session->counts());
    m_filterBar->setCounts(session->counts());
    m_status->setSaved(m_workspace.autosave().state(), m_workspace.autosave().savedAt());
}

void MainWindow::showChange(qint64 id, std::optional<int> caret)
{
    if (!m_workspace.current() || !m_workspace.current()->row(id))
        return;   // of a document that was left meanwhile
    if (!m_grid->openSegment(id)) {
        m_filterBar->reset();
        m_grid->openSegment(id);
    }
    if (!caret)
        return;
    QTextCursor cursor = m_grid->editor()->textCursor();
    cursor.setPosition(std::min(*caret, m_grid->editor()->document()->characterCount() - 1));
    m_grid->editor()->setTextCursor(cursor);
}

void MainWindow::confirmOpenRow()
{
    const SegmentRow *row = m_assistant->openRow();
    if (!row)
        return;
    if (row->target.empty()) {
        m_messages->showNotice(tr("Row %1 has no target yet: type it, or take the suggestion with End.").arg(row->number));
        return;
    }
    if (!row->target.isWellFormed()) {
        m_messages->showNotice(tr("In row %1 a tag stands without its partner: F9 puts it.").arg(row->number));
        return;
    }
    m_messages->hideNotice();
    m_workspace.current()->confirm(row->id);
    if (!openNextOpen(*m_grid))
        m_messages->showNotice(tr("Every row shown is confirmed."));
}

void MainWindow::pretranslate()
{
    if (m_pretranslation || !m_workspace.current())
        return;
    m_pretranslation = new Pretranslation(m_workspace, m_engine, m_terms.inSuggestions(), this);
    m_actions.pretranslate->setEnabled(false);
    connect(m_pretranslation, &Pretranslation::progressed, m_status, &StatusLine::showProgress);
    connect(m_pretranslation, &Pretranslation::finished, this, &MainWindow::onPretranslated);
    m_pretranslation->start();
}

void MainWindow::onPretranslated(const PretranslationProgress &progress, const std::optional<Error> &problem)
{
    m_pretranslation->deleteLater();
    m_pretranslation = nullptr;
    m_actions.pretranslate->setEnabled(m_workspace.current() != nullptr);
    m_status->hideProgress();
    if (problem)
        report(*problem);
    else if (progress.cut > 0)
        m_messages->showNotice(tr("The text of %Ln row(s) was too long for the model: the end is missing there.", nullptr, progress.cut));
    Q_EMIT pretranslated(progress);
}

void MainWindow::onExported(const ExportReport &exported)
{
    const QString written = tr("The document was written to %1.").arg(exported.path);
    if (exported.refused.empty())
        m_messages->showNotice(written);
    else
        m_messages->showNotice(
            tr("%1 %Ln target(s) could not be used, and the source stands there; the first: %2", nullptr, static_cast<int>(exported.refused.size()))
                .arg(written, errorText(exported.refused.front())));
}

void MainWindow::onSaveFailed(const Error &error)
{
    m_messages->showError(tr("The latest changes are not saved yet; saving is tried again by itself. %1").arg(errorText(error)));
    Q_EMIT failed(error);
}

void MainWindow::report(const Error &error)
{
    m_messages->showError(errorText(error));
    Q_EMIT failed(error);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_pretranslation)
        m_pretranslation->cancel();
    if (m_closing || m_workspace.autosave().state() == Autosave::State::Saved) {
        rememberLayout();
        event->accept();
        return;
    }
    event->ignore();
    if (std::exchange(m_savingToClose, true))
        return;
    m_workspace.autosave().flush([this](bool saved) {
        const auto ask = [this] {
            const QString problem = errorText(*m_workspace.autosave().problem());
            return QMessageBox::warning(this, tr("Interlinear"),
                                        tr("The latest changes could not be saved:\n%1\n\nClosing now loses them.").arg(problem),
                                        QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Cancel);
        };
        if (saved || ask() == QMessageBox::Discard) {
            m_closing = true;
            close();
        }
        m_savingToClose = false;
    });
}

void MainWindow::rememberLayout() const
{
    QSettings settings;
    settings.setValue(geometryKey, saveGeometry());
    settings.setValue(layoutKey, saveState());
}

void MainWindow::restoreLayout()
{
    const QSettings settings;
    restoreGeometry(settings.value(geometryKey).toByteArray());
    restoreState(settings.value(layoutKey).toByteArray());
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    // A text field claims keys such as Ctrl+Insert for itself; here the window's commands come first.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const QKeySequence sequence(key->keyCombination());
        for (const QAction *action : QMainWindow::actions()) {
            if (action->isEnabled() && action->shortcuts().contains(sequence)) {
                event->ignore();
                return true;
            }
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

}  // namespace interlinear::workbench
