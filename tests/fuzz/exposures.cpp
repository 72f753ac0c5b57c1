// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "exposures.h"

#include "fuzz.h"

#include <QtCore/qrandom.h>

#include <array>
#include <stdexcept>

namespace fuzz {

namespace {

constexpr int mostBytes = 400'000; // of what "blob" and "throw" answer: more than one chunk
constexpr size_t mostLater = 64;
constexpr int secretWords = 4; // of 32 bits

} // namespace

Staff::Staff()
    : m_secret([] {
          std::array<quint32, secretWords> words{};
          QRandomGenerator::system()->fillRange(words.data(), words.size());
          return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof(words));
      }())
{
}

void Staff::requireHere() const
{
    require(isHere, "what is hidden from a peer does not run for it");
}

int Bell::ring(int times, const QString &how)
{
    Q_EMIT moved(times);
    return int(how.size());
}

void Bell::setVolume(int volume)
{
    if (std::exchange(m_volume, volume) != volume)
        Q_EMIT volumeChanged(volume);
}

void Bell::reset()
{
    setVolume(usualVolume);
    setProperty("tune", usualTune());
}

Exposures::Exposures()
{
    registry.setPredicate(QStringLiteral("staff"),
                          [this](const heliograph::Identity &) { return staff.isHere; });
    registry.expose(QStringLiteral("add"),
                    [this](int a, int b) {
                        ++runs;
                        return qint64(a) + b;
                    },
                    {.parameterNames = {QStringLiteral("a"), QStringLiteral("b")}});
    registry.expose(QStringLiteral("echo"), [this](const QVariant &value) {
        ++runs;
        return value;
    });
    registry.expose(QStringLiteral("blob"), [this](quint32 size) {
        ++runs;
        return QByteArray(int(size % mostBytes), 'b');
    });
    registry.expose(QStringLiteral("nest"), [this] {
        ++runs;
        nest();
    });
    registry.expose(QStringLiteral("leave"), [this] {
        ++runs;
        leave();
    });
    registry.expose(QStringLiteral("later"), [this] { return later(); });
    registry.expose(QStringLiteral("throw"), [this](quint32 size) {
        ++runs;
        throw std::runtime_error(std::string(size % mostBytes, '!'));
    });
    registry.expose(QStringLiteral("hidden"),
                    [this](const QVariantMap &map) {
                        staff.requireHere();
                        return map.size() + ++runs;
                    },
                    {.domain = QStringLiteral("staff")});
    registry.expose(QStringLiteral("count"), [this](int number, const QByteArray &) {
        ++runs;
        hasMiscounted = hasMiscounted || number <= m_counted;
        return m_counted = number;
    });
    require(registry.expose(QStringLiteral("vault"), &m_vault, {.domain = QStringLiteral("staff")}),
            "the vault can be exposed");
    setBell(true);
}

void Exposures::reset()
{
    nest = [] {};
    leave = nest;
    m_later.clear();
    m_counted = 0;
    hasMiscounted = false;
    setStaff(false);
    bell->reset();
    if (!m_hasBell)
        setBell(true);
}

void Exposures::setBell(bool isThere)
{
    registry.withdraw(bell.get());
    m_hasBell = isThere;
    if (isThere)
        require(registry.expose(QStringLiteral("bell"), bell.get(), {.writableProperties = true}),
                "the bell can be exposed");
}

void Exposures::breakBell()
{
    bell = std::make_unique<Bell>(staff);
    setBell(true);
}

void Exposures::setStaff(bool isStaff)
{
    if (std::exchange(staff.isHere, isStaff) != isStaff)
        registry.permissionsChanged();
}

void Exposures::tellStaff()
{
    Q_EMIT m_vault.opened(staff.word());
    Q_EMIT m_vault.wordChanged();
    Q_EMIT bell->cracked(staff.word());
}

QFuture<int> Exposures::later()
{
    ++runs;
    QPromise<int> promise;
    promise.start();
    const QFuture<int> future = promise.future();
    m_later.push_back(std::move(promise));
    if (m_later.size() > mostLater)
        m_later.pop_front();
    return future;
}

void Exposures::answerLater(int value)
{
    if (m_later.empty())
        return;
    QPromise<int> promise = std::move(m_later.front());
    m_later.pop_front();
    promise.addResult(value);
    promise.finish();
}

} // namespace fuzz
