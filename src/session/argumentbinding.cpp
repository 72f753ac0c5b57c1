// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "session/argumentbinding.h"

#include "meta/arguments.h"

#include <heliograph/decoder.h>

#include <algorithm>
#include <array>

namespace heliograph {

namespace {

Error wrong(const QString &message)
{
    return Error(ErrorCode::WrongArguments, message);
}

qsizetype parameterCalled(const Method &method, QByteArrayView name)
{
    const auto found = std::find_if(method.parameters.begin(), method.parameters.end(),
                                    [&](const Parameter &parameter) { return parameter.name == name; });
    return found == method.parameters.end() || name.isEmpty() ? -1 : found - method.parameters.begin();
}

QString place(const Method &method, qsizetype index)
{
    const QByteArray &name = method.parameters[size_t(index)].name;
    return name.isEmpty()
               ? QStringLiteral("argument %1").arg(index + 1)
               : QStringLiteral("argument %1 (\"%2\")").arg(index + 1).arg(QString::fromUtf8(name));
}

// One run over a payload; binds into storage, or only weighs how well the payload suits.
class Binder
{
public:
    Binder(const Method &method, QByteArrayView payload) : m_method(method), m_decoder(payload) {}

    std::optional<Error> bind(Arguments &arguments, qsizetype &given)
    {
        const bool good = eachArgument([&](qsizetype index) {
            const TypeCodec &codec = *m_method.parameters[size_t(index)].codec;
            if (codec.decode(m_decoder, arguments.argument(index)))
                return true;
            m_error = QStringLiteral("%1: %2").arg(place(m_method, index), m_decoder.error());
            return false;
        });
        if (!good || !checkComplete())
            return wrong(QStringLiteral("%1: %2").arg(QString::fromUtf8(m_method.signature()), reason()));
        given = m_given;
        return std::nullopt;
    }

    // How many arguments need a conversion, or -1 when the payload does not suit.
    int weigh()
    {
        int conversions = 0;
        const bool good = eachArgument([&](qsizetype index) {
            const TypeCodec::Match match = m_method.parameters[size_t(index)].codec->match(m_decoder);
            conversions += match == TypeCodec::Match::Convertible;
            return match != TypeCodec::Match::None && m_decoder.skip();
        });
        return good && checkComplete() ? conversions : -1;
    }

private:
    template <typename Take>
    bool eachArgument(Take take)
    {
        quint32 count = 0;
        if (!m_decoder.enterArray(count))
            return false;
        if (count > m_method.parameters.size()) {
            m_error = QStringLiteral("%1 arguments given, at most %2 are taken")
                          .arg(count)
                          .arg(m_method.parameters.size());
            return false;
        }
        for (quint32 i = 0; i < count; ++i) {
            if (!note(qsizetype(i)) || !take(qsizetype(i)))
                return false;
        }
        m_decoder.leave();
        return m_decoder.atEnd() || eachNamed(take);
    }

    template <typename Take>
    bool eachNamed(Take take)
    {
        quint32 count = 0;
        if (!m_decoder.enterMap(count))
            return false;
        for (quint32 i = 0; i < count; ++i) {
            QByteArrayView name;
            if (!m_decoder.readUtf8(name))
                return false;
            const qsizetype index = parameterCalled(m_method, name);
            if (index < 0) {
                m_error = QStringLiteral("there is no parameter \"%1\"").arg(QString::fromUtf8(name));
                return false;
            }
            if (!note(index) || !take(index))
                return false;
        }
        m_decoder.leave();
        return m_decoder.finish();
    }

    bool note(qsizetype index)
    {
        if (m_seen[size_t(index)]) {
            m_error = place(m_method, index) + u" is given twice";
            return false;
        }
        m_seen[size_t(index)] = true;
        m_given = std::max(m_given, index + 1);
        return true;
    }

    // Default values exist for the last parameters only, and only from some parameter to the end.
    bool checkComplete()
    {
        const qsizetype needed = std::max(m_given, m_method.required);
        for (qsizetype i = 0; i < needed; ++i) {
            if (!m_seen[size_t(i)]) {
                m_error = place(m_method, i) + u" is missing";
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] QString reason() const { return m_error.isNull() ? m_decoder.error() : m_error; }

    const Method &m_method;
    Decoder m_decoder;
    QString m_error;
    std::array<bool, Arguments::maximum> m_seen{};
    qsizetype m_given = 0;
};

QString listOf(const std::vector<std::shared_ptr<const Method>> &methods)
{
    QStringList signatures;
    for (const std::shared_ptr<const Method> &method : methods)
        signatures.append(QString::fromUtf8(method->signature()));
    return signatures.join(u"; ");
}

} // namespace

OverloadChoice chooseOverload(const MethodSet &methods, QByteArrayView payload)
{
    if (methods.overloads.size() == 1)
        return {methods.overloads.front(), std::nullopt};
    std::vector<std::shared_ptr<const Method>> best;
    int fewest = -1;
    for (const std::shared_ptr<const Method> &method : methods.overloads) {
        const int conversions = Binder(*method, payload).weigh();
        if (conversions < 0 || (fewest >= 0 && conversions > fewest))
            continue;
        if (conversions != fewest)
            best.clear();
        fewest = conversions;
        best.push_back(method);
    }
    if (best.size() == 1)
        return {best.front(), std::nullopt};
    const QString name = QString::fromUtf8(methods.name);
    if (best.empty())
        return {nullptr, wrong(QStringLiteral("No overload of %1 takes these arguments. Candidates: %2.")
                                   .arg(name, listOf(methods.overloads)))};
    return {nullptr,
            wrong(QStringLiteral("The arguments suit several overloads of %1 equally well; call one by its "
                                 "signature, as in \"%2\". Candidates: %3.")
                      .arg(name, QString::fromUtf8(best.front()->selector()), listOf(best)))};
}

std::optional<Error> bindArguments(const Method &method, QByteArrayView payload, Arguments &arguments,
                                   qsizetype &given)
{
    return Binder(method, payload).bind(arguments, given);
}

} // namespace heliograph
