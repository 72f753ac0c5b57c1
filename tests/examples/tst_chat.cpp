// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "chatwindow.h"
#include "child.h"
#include "look.h"
#include "picture.h"
#include "program.h"

#include <QtTest/qtestkeyboard.h>
#include <QtTest/qtestmouse.h>
#include <QtWidgets/qapplication.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qscrollarea.h>

/// The example 08-chat: its server as a process, its windows in this one and as a program.
class TestChat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { applyLook(false); }
    void theServerCallsAllClients();
    void aKilledServerIsToldAndFoundAgain();
    void aNameThatIsNoneIsTold();
    void theSystemMayBeDark();
    void itIsLegible_data();
    void itIsLegible();
    void picturesAreKept();
    void theProgramRuns();
};

namespace {

const QString ann = QStringLiteral("ann");
const QString ben = QStringLiteral("ben");

class Server
{
public:
    explicit Server(const Endpoint &endpoint)
        : child(program("08-chat", "example-chat-server"), {endpoint.text()})
    {
        if (!child.isReady())
            qFatal("the server does not start");
    }

    Child child;
};

/// A window of the chat, as whoever uses it.
class Person
{
public:
    Person(const QString &name, const Endpoint &endpoint) : window(name, endpoint.text()) { window.show(); }

    void say(const QString &text)
    {
        QTest::keyClicks(window.findChild<QLineEdit *>(), text);
        QTest::mouseClick(window.findChild<QPushButton *>(), Qt::LeftButton);
    }
    /// The texts of all labels of a name, from top to bottom.
    [[nodiscard]] QStringList sees(const char *name) const
    {
        QStringList texts;
        const auto labels = window.findChildren<QLabel *>(QLatin1String(name));
        for (const QLabel *label : labels) {
            if (label->isVisible())
                texts.append(label->text());
        }
        return texts;
    }
    [[nodiscard]] bool comesToSee(const char *name, const QStringList &texts) const
    {
        if (waitUntil([&] { return sees(name) == texts; }))
            return true;
        qInfo() << name << "is" << sees(name) << "instead of" << texts;
        return false;
    }
    /// What is wrong with the texts that are in sight: see ExampleWindow::flaws().
    [[nodiscard]] QString flaws()
    {
        QCoreApplication::processEvents();
        const QImage picture = window.grab().toImage();
        QStringList found;
        int seen = 0;
        const QList<QWidget *> widgets = window.findChildren<QWidget *>();
        for (QWidget *widget : widgets) {
            QString text = widget->property("text").toString();
            if (text.isEmpty())
                text = widget->property("placeholderText").toString();
            const QRect area(widget->mapTo(&window, QPoint()), widget->size());
            if (text.isEmpty() || !widget->isVisible() || isScrolledOut(*widget))
                continue;
            ++seen;
            const bool isWrapped = widget->property("wordWrap").toBool();
            const QSize needed = isWrapped ? QSize(widget->width(), widget->heightForWidth(widget->width()))
                                           : widget->sizeHint();
            if (!widget->inherits("QLineEdit")
                && (needed.width() > widget->width() || needed.height() > widget->height()))
                found.append(text + QStringLiteral(" is cut off"));
            if (area.left() < 0 || area.right() >= window.width())
                found.append(text + QStringLiteral(" is outside"));
            const QRect pixels(area.topLeft() * 2, area.size() * 2);
            if (const double ratio = contrastIn(picture, pixels.adjusted(8, 8, -8, -8)); ratio < 4.5)
                found.append(QStringLiteral("%1 has a contrast of %2").arg(text).arg(ratio));
        }
        return seen > 2 ? found.join(u'\n') : QStringLiteral("hardly any text");
    }

    ChatWindow window;

private:
    static bool isScrolledOut(const QWidget &widget)
    {
        return widget.visibleRegion().boundingRect().height() < widget.height();
    }
};

/// Lets two talk; what they said is seen by both.
bool talk(Person &first, Person &second)
{
    const QStringList both{QStringLiteral("ann, ben")};
    if (!first.comesToSee("people", both) || !second.comesToSee("people", both))
        return false;
    const QString question = QStringLiteral("Is anybody in the observatory tonight?");
    const QString answer =
        QStringLiteral("I am. The sky is clear, and the mirror has been aligned since noon. "
                       "Bring a coat: it is cold up here.");
    const QString thanks = QStringLiteral("On my way!");
    first.say(question);
    if (!second.comesToSee("others", {question}))
        return false;
    second.say(answer);
    if (!first.comesToSee("others", {answer}))
        return false;
    first.say(thanks);
    return second.comesToSee("others", {question, thanks}) && first.comesToSee("own", {question, thanks});
}

const QString alone = QStringLiteral("The server is not there. Looking for it.");

} // namespace

void TestChat::theServerCallsAllClients()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    Person first(ann, endpoint); // before there is a server
    QVERIFY(first.comesToSee("banner", {alone}));
    const Server server(endpoint);
    Person second(ben, endpoint);
    QVERIFY(talk(first, second));
    QCOMPARE(first.sees("who"), QStringList{ben});
    {
        const Person third(QStringLiteral("cid"), endpoint);
        QVERIFY(first.comesToSee("people", {QStringLiteral("ann, ben, cid")}));
    }
    QVERIFY(first.comesToSee("people", {QStringLiteral("ann, ben")}));
}

void TestChat::aKilledServerIsToldAndFoundAgain()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    auto server = std::make_unique<Server>(endpoint);
    Person first(ann, endpoint);
    Person second(ben, endpoint);
    QVERIFY(talk(first, second));
    QVERIFY(server->child.kill());
    QVERIFY(first.comesToSee("banner", {alone}) && second.comesToSee("banner", {alone}));
    QVERIFY(!first.window.findChild<QPushButton *>()->isEnabled());
    server = std::make_unique<Server>(endpoint);
    QVERIFY(first.comesToSee("banner", {}) && second.comesToSee("banner", {}));
    QVERIFY(first.comesToSee("people", {QStringLiteral("ann, ben")}));
    second.say(QStringLiteral("Back again"));
    QVERIFY(waitUntil([&] { return first.sees("others").last() == u"Back again"; }));
}

void TestChat::aNameThatIsNoneIsTold()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    const Server server(endpoint);
    Person nobody(QStringLiteral("no body"), endpoint);
    QVERIFY(waitUntil([&] { return nobody.sees("banner") != QStringList{alone}; }));
    QVERIFY(!nobody.sees("banner").constFirst().isEmpty());
    QCOMPARE(nobody.flaws(), QString());
}

void TestChat::theSystemMayBeDark()
{
    QApplication::setPalette(QPalette(Qt::white));
    QVERIFY(!systemIsDark());
    QApplication::setPalette(QPalette(Qt::black));
    QVERIFY(systemIsDark());
}

void TestChat::itIsLegible_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestChat::itIsLegible()
{
    QFETCH(bool, dark);
    applyLook(dark);
    const Endpoint endpoint(QStringLiteral("ipc"));
    Server server(endpoint);
    Person first(ann, endpoint);
    Person second(ben, endpoint);
    QVERIFY(talk(first, second));
    QCOMPARE(first.flaws(), QString());
    QCOMPARE(second.flaws(), QString());
    for (int i = 0; i < 20; ++i)
        second.say(QStringLiteral("star %1").arg(i));
    QVERIFY(waitUntil([&] { return first.sees("others").last() == u"star 19"; }));
    QCoreApplication::processEvents();
    const auto labels = first.window.findChildren<QLabel *>(QStringLiteral("others"));
    QVERIFY(!labels.last()->visibleRegion().isEmpty()); // the newest is in sight
    QCOMPARE(first.flaws(), QString());
    second.say(QStringLiteral("See https://observatory.example/") + QString(100, u'm'));
    QVERIFY(waitUntil([&] { return first.sees("others").last().startsWith(u"See "); }));
    QCOMPARE(first.flaws(), QString());
    QCOMPARE(second.flaws(), QString());
    QVERIFY(server.child.kill());
    QVERIFY(first.comesToSee("banner", {alone}));
    QCOMPARE(first.flaws(), QString());
}

void TestChat::picturesAreKept()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    const Server server(endpoint);
    Person first(ann, endpoint);
    Person second(ben, endpoint);
    QVERIFY(talk(first, second));
    const QImage light = first.window.grab().toImage();
    applyLook(true);
    QCoreApplication::processEvents();
    QVERIFY(keep(QStringLiteral("chat"), beside({light, second.window.grab().toImage()})));
}

void TestChat::theProgramRuns()
{
    const Endpoint endpoint(QStringLiteral("ipc"));
    Server server(endpoint);
    Child window(program("08-chat", "example-chat"), {QStringLiteral("--name"), ann, endpoint.text()});
    QCOMPARE(server.child.nextLine(), "clients: ann");
    QVERIFY(window.kill());
    QCOMPARE(server.child.nextLine(), "clients:");
}

int main(int argc, char **argv)
{
    prepareDisplay();
    const QApplication application(argc, argv);
    prepareFont();
    TestChat test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_chat.moc"
