// A program of ours as a user starts it: arguments and input in, exit code and both streams out, in a folder of its own.
//
//   Program cli("interlinear-cli");
//   Outcome outcome = cli.run({"segment", "--language", "en"}, "One. Two.\n");
//   outcome.exitCode;  outcome.out;  outcome.err;
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace interlinear::tests {

struct Outcome {
    int exitCode = -1;   ///< -1: it did not start, did not end, or was killed
    QByteArray out, err;
};

class Program {
public:
    explicit Program(const QString &name);

    /// Relative paths of the arguments lie in the folder.
    Outcome run(const QStringList &arguments, const QByteArray &input = {}) const;
    /// Goes on beside the test; the second half of run() is finish().
    std::unique_ptr<QProcess> start(const QStringList &arguments) const;
    static Outcome finish(QProcess &process);
    /// Standard output into a file or a device.
    Outcome runInto(const QString &outputFile, const QStringList &arguments, const QByteArray &input = {}) const;
    /// On a full disk: files cannot grow past so many bytes.
    Outcome runOnFullDisk(qint64 bytes, const QStringList &arguments, const QByteArray &input = {}) const;

    void setVariable(const QString &name, const QString &value) { m_environment.insert(name, value); }
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString write(const QString &name, const QByteArray &bytes) const;
    QByteArray read(const QString &name) const;
    /// The names in the folder, in order.
    QStringList files() const;

private:
    void prepare(QProcess &process, const QStringList &arguments) const;

    QString m_program;
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

}  // namespace interlinear::tests
