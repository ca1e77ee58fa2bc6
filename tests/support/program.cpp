#include "tests/support/program.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <sys/resource.h>

namespace interlinear::tests {

namespace {

constexpr int patienceMs = 120'000;

Outcome outcomeOf(QProcess &process, const QByteArray &input)
{
    process.start();
    process.write(input);
    process.closeWriteChannel();
    return Program::finish(process);
}

}  // namespace

Program::Program(const QString &name) : m_program(QStringLiteral(INTERLINEAR_BIN_DIR "/") + name) {}

void Program::prepare(QProcess &process, const QStringList &arguments) const
{
    process.setProgram(m_program);
    process.setArguments(arguments);
    process.setWorkingDirectory(m_folder.path());
    process.setProcessEnvironment(m_environment);
}

Outcome Program::run(const QStringList &arguments, const QByteArray &input) const
{
    return runInto({}, arguments, input);
}

std::unique_ptr<QProcess> Program::start(const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    prepare(*process, arguments);
    process->start();
    process->closeWriteChannel();
    return process;
}

Outcome Program::finish(QProcess &process)
{
    if (!process.waitForFinished(patienceMs) || process.exitStatus() != QProcess::NormalExit) {
        process.kill();
        process.waitForFinished();
        return {-1, process.readAllStandardOutput(), process.errorString().toUtf8() + process.readAllStandardError()};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

Outcome Program::runInto(const QString &outputFile, const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    prepare(process, arguments);
    if (!outputFile.isEmpty())
        process.setStandardOutputFile(outputFile);
    return outcomeOf(process, input);
}

Outcome Program::runOnFullDisk(qint64 bytes, const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    prepare(process, arguments);
    process.setChildProcessModifier([bytes] {
        const rlimit limit{static_cast<rlim_t>(bytes), static_cast<rlim_t>(bytes)};
        setrlimit(RLIMIT_FSIZE, &limit);
        std::signal(SIGXFSZ, SIG_IGN);
    });
    return outcomeOf(process, input);
}

QString Program::write(const QString &name, const QByteArray &bytes) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return name;
}

QByteArray Program::read(const QString &name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList Program::files() const
{
    return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden, QDir::Name);
}

}  // namespace interlinear::tests
