#include "tests/flow/workbench_fixture.h"

#include "engine/mixmoe/model/model.h"
#include "tests/support/tiny_model.h"

#include <QApplication>
#include <QFile>
#include <QKeyEvent>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

namespace interlinear::tests {

using namespace workbench;

WorkbenchFixture::WorkbenchFixture()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, path(QStringLiteral("settings")));
    QCoreApplication::setOrganizationName(QStringLiteral("InterlinearTest"));
    m_appearance = std::make_unique<Appearance>(*qApp);
    restart();
}

WorkbenchFixture::~WorkbenchFixture() = default;

void WorkbenchFixture::restart()
{
    if (m_window) {
        m_window->close();
        [[maybe_unused]] const bool closed = QTest::qWaitFor([this] { return !m_window->isVisible(); });
    }
    m_window.reset();
    m_window = std::make_unique<MainWindow>(*m_appearance, path(QStringLiteral("project")).toStdString());
    m_window->resize(1200, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

bool WorkbenchFixture::loadModel()
{
    QSignalSpy loaded(&m_window->engine(), &EngineService::modelLoaded);
    m_window->engine().load([] { return Result<std::shared_ptr<const mixmoe::Model>>(tinyModel()); },
                            [](std::shared_ptr<const mixmoe::Model> model) { return mixmoe::openRuntime(std::move(model), {.threads = 1}); });
    return loaded.wait();
}

bool WorkbenchFixture::open(const QString &file)
{
    m_window->openFiles({file}, {"en", "de"});
    return QTest::qWaitFor([this, file] { return m_window->workspace().current() && session().path() == file; });
}

QString WorkbenchFixture::write(const QString &name, const QByteArray &bytes)
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return file.fileName();
}

QByteArray WorkbenchFixture::read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void WorkbenchFixture::openRowNumber(int number)
{
    const auto index = m_window->grid().model()->index(number - 1, 1);
    m_window->grid().scrollTo(index);
    QTest::mouseClick(m_window->grid().viewport(), Qt::LeftButton, {}, m_window->grid().visualRect(index).center());
}

void WorkbenchFixture::type(const QString &text)
{
    for (const QChar character : text) {   // QTest::keyClicks() knows ASCII alone
        QKeyEvent pressed(QEvent::KeyPress, Qt::Key_unknown, Qt::NoModifier, character);
        QCoreApplication::sendEvent(QApplication::focusWidget(), &pressed);
    }
}

void WorkbenchFixture::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(QApplication::focusWidget(), key, modifiers);
}

bool WorkbenchFixture::waitForSuggestion()
{
    return QTest::qWaitFor([this] { return m_window->routing().shownCapture() != nullptr; });
}

bool WorkbenchFixture::waitUntilSaved()
{
    return QTest::qWaitFor([this] { return m_window->workspace().autosave().state() == Autosave::State::Saved; });
}

void inNextDialog(std::function<void(QDialog &)> act)
{
    QTimer::singleShot(0, qApp, [act = std::move(act)]() mutable {
        auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget());
        if (!dialog)
            return inNextDialog(std::move(act));
        const auto close = qScopeGuard([dialog = QPointer(dialog)] {
            if (dialog)
                dialog->close();
        });
        act(*dialog);
    });
}

}  // namespace interlinear::tests
