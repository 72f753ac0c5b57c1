// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "codec/exceptiontable.h"

#include <heliograph/exceptions.h>

#include <QtCore/qexception.h>
#include <QtCore/qregularexpression.h>
#include <QtTest/qtest.h>

#include <stdexcept>

using namespace heliograph;

namespace {

class OutOfPaper : public std::runtime_error
{
public:
    OutOfPaper(const std::string &message, int missingSheets)
        : std::runtime_error(message), missing(missingSheets)
    {
    }

    int missing;
};

class Unlucky : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

class OwnError : public Error
{
public:
    using Error::Error;
    void raise() const override { throw *this; }
    [[nodiscard]] OwnError *clone() const override { return new OwnError(*this); }
};

template <typename E>
Error capture(const E &exception)
{
    return captureException(std::make_exception_ptr(exception));
}

QVariant paperDetails(const OutOfPaper &exception)
{
    return exception.missing;
}

OutOfPaper restorePaper(const QString &message, const QVariant &details)
{
    return OutOfPaper(message.toStdString(), details.toInt());
}

} // namespace

class TestExceptionTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aRegisteredExceptionReturnsAsItself();
    void anErrorStaysAsItIs();
    void aClassDerivedFromErrorStaysAnError();
    void otherExceptionsTravelByNameAndMessage();
    void whatQtHasWrappedIsUnwrapped();
    void whatIsNoExceptionIsUnknown();
    void aNameThatNobodyRegisteredArrivesAsError();
    void onlyTheHandlersOwnErrorsAreRestored();
    void functionsThatThrowAreSurvived();
    void nothingIsRegisteredTwice();
};

void TestExceptionTable::initTestCase()
{
    QVERIFY(registerException<OutOfPaper>(QStringLiteral("printer.OutOfPaper"), paperDetails, restorePaper));
}

void TestExceptionTable::aRegisteredExceptionReturnsAsItself()
{
    const Error error = capture(OutOfPaper("no paper", 12));
    QCOMPARE(error.code(), ErrorCode::RemoteException);
    QCOMPARE(error.className(), QStringLiteral("printer.OutOfPaper"));
    QCOMPARE(error.message(), QStringLiteral("no paper"));
    QCOMPARE(error.details(), QVariant(12));
    try {
        std::rethrow_exception(restoreException(error));
    } catch (const OutOfPaper &restored) {
        QCOMPARE(restored.what(), "no paper");
        QCOMPARE(restored.missing, 12);
        return;
    }
    QFAIL("not an OutOfPaper");
}

void TestExceptionTable::anErrorStaysAsItIs()
{
    const Error error = capture(Error(ErrorCode::NoPermission, QStringLiteral("not you")).withDetails(7));
    QCOMPARE(error.code(), ErrorCode::NoPermission);
    QCOMPARE(error.message(), QStringLiteral("not you"));
    QCOMPARE(error.details(), QVariant(7));
    QCOMPARE(error.className(), QString());
}

void TestExceptionTable::aClassDerivedFromErrorStaysAnError()
{
    const Error error = capture(OwnError(ErrorCode::Busy, QStringLiteral("later")));
    QCOMPARE(error.code(), ErrorCode::Busy);
    QCOMPARE(error.message(), QStringLiteral("later"));
}

void TestExceptionTable::otherExceptionsTravelByNameAndMessage()
{
    const Error error = capture(std::out_of_range("index 9"));
    QCOMPARE(error.code(), ErrorCode::RemoteException);
    QCOMPARE(error.className(), QStringLiteral("std::out_of_range"));
    QCOMPARE(error.message(), QStringLiteral("index 9"));
    QVERIFY(!error.details().isValid());
    // The class that was thrown counts, not a registered one that it derives from.
    class Jam : public OutOfPaper
    {
    public:
        using OutOfPaper::OutOfPaper;
    };
    QVERIFY(capture(Jam("jam", 1)).className().contains(QStringLiteral("Jam")));
}

void TestExceptionTable::whatQtHasWrappedIsUnwrapped()
{
    const auto wrapped = [](auto exception) {
        return capture(QUnhandledException(std::make_exception_ptr(exception)));
    };
    QCOMPARE(wrapped(std::out_of_range("index 9")).className(), QStringLiteral("std::out_of_range"));
    QCOMPARE(wrapped(std::out_of_range("index 9")).message(), QStringLiteral("index 9"));
    QCOMPARE(wrapped(OutOfPaper("empty", 3)).details().toInt(), 3);
    QCOMPARE(wrapped(42).message(), QStringLiteral("unknown exception"));
    QCOMPARE(capture(QUnhandledException()).className(), QStringLiteral("QUnhandledException"));
}

void TestExceptionTable::whatIsNoExceptionIsUnknown()
{
    QCOMPARE(capture(42).message(), QStringLiteral("unknown exception"));
    QCOMPARE(captureException(nullptr).message(), QStringLiteral("unknown exception"));
    QCOMPARE(capture(42).code(), ErrorCode::RemoteException);
}

void TestExceptionTable::aNameThatNobodyRegisteredArrivesAsError()
{
    const Error sent(QStringLiteral("std::bad_alloc"), QStringLiteral("from afar"), 3);
    try {
        std::rethrow_exception(restoreException(sent));
    } catch (const Error &error) {
        QCOMPARE(error.className(), QStringLiteral("std::bad_alloc"));
        QCOMPARE(error.message(), QStringLiteral("from afar"));
        QCOMPARE(error.details(), QVariant(3));
        return;
    } catch (...) {
    }
    QFAIL("not an Error");
}

void TestExceptionTable::onlyTheHandlersOwnErrorsAreRestored()
{
    const Error lost = Error(ErrorCode::ConnectionLost).withClassName(QStringLiteral("printer.OutOfPaper"));
    QVERIFY_THROWS_EXCEPTION(Error, std::rethrow_exception(restoreException(lost)));
}

void TestExceptionTable::functionsThatThrowAreSurvived()
{
    QVERIFY(registerException<Unlucky>(
        QStringLiteral("Unlucky"), [](const Unlucky &) -> QVariant { throw 1; },
        [](const QString &, const QVariant &) -> Unlucky { throw std::runtime_error("no"); }));
    QTest::ignoreMessage(
        QtWarningMsg,
        "heliograph: the details of exception Unlucky stay behind: its toDetails function threw");
    const Error error = capture(Unlucky("twice"));
    QCOMPARE(error.className(), QStringLiteral("Unlucky"));
    QCOMPARE(error.message(), QStringLiteral("twice"));
    QTest::ignoreMessage(QtWarningMsg,
                         "heliograph: exception Unlucky arrives as an Error: its restore function threw");
    QVERIFY_THROWS_EXCEPTION(Error, std::rethrow_exception(restoreException(error)));
}

void TestExceptionTable::nothingIsRegisteredTwice()
{
    const QRegularExpression warning(QStringLiteral("^heliograph: exception .* cannot be registered as .*"));
    QTest::ignoreMessage(QtWarningMsg, warning);
    QVERIFY(!registerException<OutOfPaper>(QStringLiteral("another name"), paperDetails, restorePaper));
    QTest::ignoreMessage(QtWarningMsg, warning);
    QVERIFY(!registerException<std::logic_error>(
        QStringLiteral("printer.OutOfPaper"), [](const std::logic_error &) { return QVariant(); },
        [](const QString &, const QVariant &) { return std::logic_error(""); }));
    QTest::ignoreMessage(QtWarningMsg, warning);
    QVERIFY(!registerException<std::domain_error>(
        QString(), [](const std::domain_error &) { return QVariant(); },
        [](const QString &, const QVariant &) { return std::domain_error(""); }));
}

QTEST_GUILESS_MAIN(TestExceptionTable)
#include "tst_exceptiontable.moc"
