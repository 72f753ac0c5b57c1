// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include <heliograph/error.h>

#include <QtCore/qdebug.h>
#include <QtCore/qfuture.h>
#include <QtCore/qpromise.h>
#include <QtTest/qtest.h>

using namespace heliograph;

class TestError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNumbersNeverChange();
    void everyCodeHasASentenceOfItsOwn();
    void anUnknownCodeIsDescribedToo();
    void noErrorIsTheDefault();
    void anEmptyMessageIsReplaced();
    void aHandlersErrorKeepsItsParts();
    void changedCopiesLeaveTheOriginalAlone();
    void onlyWhatCannotHaveRunIsSafeToRetry();
    void whatTellsCodeAndMessage();
    void aFutureThrowsItAsItself();
    void debugShowsAllThatMatters();
};

static_assert(int(ErrorCode::UnknownName) == 1);
static_assert(int(ErrorCode::TimedOut) == 7);
static_assert(int(ErrorCode::RemoteException) == 10);
static_assert(int(ErrorCode::ProtocolError) == 14);
static_assert(int(ErrorCode::Closed) == 24);
static_assert(int(ErrorCode::TooSlow) == 25);
static_assert(int(ErrorCode::InvalidKey) == 26);

void TestError::theNumbersNeverChange()
{
    const QList<ErrorCode> inOrder{ErrorCode::None,
                                   ErrorCode::UnknownName,
                                   ErrorCode::WrongArguments,
                                   ErrorCode::NoPermission,
                                   ErrorCode::Busy,
                                   ErrorCode::TooLarge,
                                   ErrorCode::Canceled,
                                   ErrorCode::TimedOut,
                                   ErrorCode::NeverSent,
                                   ErrorCode::OutcomeUnknown,
                                   ErrorCode::RemoteException,
                                   ErrorCode::HandlerGone,
                                   ErrorCode::EncodingFailed,
                                   ErrorCode::WrongResult,
                                   ErrorCode::ProtocolError,
                                   ErrorCode::VersionMismatch,
                                   ErrorCode::InvalidAddress,
                                   ErrorCode::AddressInUse,
                                   ErrorCode::NameTaken,
                                   ErrorCode::NotExposable,
                                   ErrorCode::Refused,
                                   ErrorCode::PeerClosed,
                                   ErrorCode::ConnectionLost,
                                   ErrorCode::ConnectionFailed,
                                   ErrorCode::Closed,
                                   ErrorCode::TooSlow,
                                   ErrorCode::InvalidKey};
    for (int i = 0; i < inOrder.size(); ++i)
        QCOMPARE(int(inOrder[i]), i);
}

void TestError::everyCodeHasASentenceOfItsOwn()
{
    QStringList sentences;
    for (int i = 0; i <= int(ErrorCode::InvalidKey); ++i) {
        const QString sentence = describe(ErrorCode(i));
        QVERIFY2(sentence.endsWith(QLatin1Char('.')), qUtf8Printable(sentence));
        QVERIFY2(!sentences.contains(sentence), qUtf8Printable(sentence));
        sentences += sentence;
    }
}

void TestError::anUnknownCodeIsDescribedToo()
{
    QVERIFY(describe(ErrorCode(999)).contains(QStringLiteral("does not know")));
}

void TestError::noErrorIsTheDefault()
{
    QCOMPARE(Error().code(), ErrorCode::None);
    QCOMPARE(Error().message(), QString());
}

void TestError::anEmptyMessageIsReplaced()
{
    QCOMPARE(Error(ErrorCode::Busy).message(), describe(ErrorCode::Busy));
    QCOMPARE(Error(ErrorCode::Busy, QStringLiteral("own words")).message(), QStringLiteral("own words"));
}

void TestError::aHandlersErrorKeepsItsParts()
{
    const Error error(QStringLiteral("OutOfPaper"), QStringLiteral("tray 2 is empty"), 2);
    QCOMPARE(error.code(), ErrorCode::RemoteException);
    QCOMPARE(error.className(), QStringLiteral("OutOfPaper"));
    QCOMPARE(error.message(), QStringLiteral("tray 2 is empty"));
    QCOMPARE(error.details(), QVariant(2));
}

void TestError::changedCopiesLeaveTheOriginalAlone()
{
    const Error error(ErrorCode::Busy);
    const Error changed = error.withClassName(QStringLiteral("C"))
                              .withDetails(QStringLiteral("D"))
                              .withRemoteTrace(QStringLiteral("T"));
    QCOMPARE(changed.className(), QStringLiteral("C"));
    QCOMPARE(changed.details(), QVariant(QStringLiteral("D")));
    QCOMPARE(changed.remoteTrace(), QStringLiteral("T"));
    QCOMPARE(changed.code(), ErrorCode::Busy);
    QVERIFY(error.className().isEmpty() && !error.details().isValid() && error.remoteTrace().isEmpty());
}

void TestError::onlyWhatCannotHaveRunIsSafeToRetry()
{
    for (const ErrorCode code :
         {ErrorCode::NeverSent, ErrorCode::Busy, ErrorCode::UnknownName, ErrorCode::TooLarge,
          ErrorCode::ConnectionFailed, ErrorCode::Refused, ErrorCode::InvalidKey})
        QVERIFY2(Error(code).isSafeToRetry(), qUtf8Printable(describe(code)));
    for (const ErrorCode code :
         {ErrorCode::OutcomeUnknown, ErrorCode::TimedOut, ErrorCode::Canceled, ErrorCode::RemoteException,
          ErrorCode::HandlerGone, ErrorCode::EncodingFailed, ErrorCode::WrongResult, ErrorCode::ProtocolError,
          ErrorCode::ConnectionLost, ErrorCode::PeerClosed, ErrorCode::Closed})
        QVERIFY2(!Error(code).isSafeToRetry(), qUtf8Printable(describe(code)));
}

void TestError::whatTellsCodeAndMessage()
{
    const Error error(ErrorCode::NoPermission, QStringLiteral("Tür zu"));
    QCOMPARE(QByteArray(error.what()), QStringLiteral("3: Tür zu").toUtf8());
}

void TestError::aFutureThrowsItAsItself()
{
    QPromise<int> promise;
    QFuture<int> future = promise.future();
    promise.start();
    promise.setException(Error(ErrorCode::TimedOut, QStringLiteral("late")));
    promise.finish();
    try {
        future.waitForFinished();
    } catch (const Error &error) {
        QCOMPARE(error.code(), ErrorCode::TimedOut);
        QCOMPARE(error.message(), QStringLiteral("late"));
        return;
    }
    QFAIL("nothing was thrown");
}

void TestError::debugShowsAllThatMatters()
{
    QString text;
    QDebug(&text) << Error(QStringLiteral("OutOfPaper"), QStringLiteral("tray 2"));
    QCOMPARE(text.trimmed(),
             QStringLiteral("Error(heliograph::ErrorCode::RemoteException, OutOfPaper, \"tray 2\")"));
}

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
