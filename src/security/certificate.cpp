// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#include "security/certificate.h"

#include "security/invalidkey.h"
#include "security/lines.h"
#include "security/publickeybytes.h"

#include <QtCore/qstringbuilder.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace heliograph {

namespace {

constexpr std::string_view publicHead = "#   CURVE public certificate of ØMQ, written by Heliograph.\n"
                                        "#   To be handed on in a way in which nobody can exchange it.\n\n";
constexpr std::string_view secretHead =
    "#   CURVE **secret** certificate of ØMQ, written by Heliograph.\n"
    "#   Nobody else may have this file: leave its permissions as they are.\n\n";
constexpr std::string_view publicName = "public-key";
constexpr std::string_view secretName = "secret-key";
constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(blanks);
    return first == text.npos ? std::string_view()
                              : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// What stands after the name: = "value", with quotes of either kind, or without.
std::string_view valueOf(std::string_view rest)
{
    rest = trimmed(rest);
    if (!rest.starts_with('='))
        return {};
    rest = trimmed(rest.substr(1));
    if (rest.starts_with('"') || rest.starts_with('\''))
        return rest.substr(1, rest.find(rest.front(), 1) - 1);
    return rest.substr(0, rest.find_first_of(blanks));
}

class Reader
{
public:
    // Takes what is new in a line; what is wrong with it otherwise.
    std::optional<QString> readLine(std::string_view line)
    {
        const bool isIndented = line.starts_with(' ') || line.starts_with('\t');
        line = trimmed(line);
        if (line.empty() || line.starts_with('#'))
            return std::nullopt;
        const std::string_view name = line.substr(0, line.find_first_of(" \t="));
        if (!isIndented)
            m_isInCurve = name == "curve";
        if (!isIndented || !m_isInCurve)
            return std::nullopt;
        if (name == publicName)
            return readPublicKey(valueOf(line.substr(name.size())));
        if (name == secretName)
            return readSecretKey(valueOf(line.substr(name.size())));
        return std::nullopt;
    }

    Certificate certificate = {};

private:
    std::optional<QString> readPublicKey(std::string_view text)
    {
        if (certificate.publicKey.isValid())
            return QStringLiteral("a second public-key");
        std::array<uchar, keySize> key = {};
        if (const auto fault = fromZ85(text, key))
            return QStringLiteral("the public-key ") + *fault;
        certificate.publicKey = PublicKey::fromText(QUtf8StringView(text.data(), qsizetype(text.size())));
        if (!certificate.publicKey.isValid())
            return QStringLiteral("the public-key stands for none");
        return std::nullopt;
    }
    std::optional<QString> readSecretKey(std::string_view text)
    {
        if (!certificate.secretKey.isEmpty())
            return QStringLiteral("a second secret-key");
        certificate.secretKey = SecretBytes(keySize);
        if (const auto fault = fromZ85(text, certificate.secretKey.bytes().first<keySize>()))
            return QStringLiteral("the secret-key ") + *fault;
        return std::nullopt;
    }

    bool m_isInCurve = false;
};

// Appends to memory of exactly the right size.
class Writer
{
public:
    explicit Writer(std::size_t size) : m_text(size) {}

    void add(std::string_view text)
    {
        std::copy(text.begin(), text.end(), m_text.bytes().begin() + m_used);
        m_used += qsizetype(text.size());
    }
    void addKey(std::string_view name, std::span<const uchar, keySize> key)
    {
        add("    ");
        add(name);
        add(" = \"");
        toZ85(key, m_text.bytes().subspan(std::size_t(m_used)).first<keyTextSize>());
        m_used += keyTextSize;
        add("\"\n");
    }
    [[nodiscard]] static std::size_t sizeOfKey(std::string_view name)
    {
        return name.size() + keyTextSize + 10;
    }
    [[nodiscard]] SecretBytes take() { return std::move(m_text); }

private:
    SecretBytes m_text;
    qsizetype m_used = 0;
};

} // namespace

Certificate readCertificate(const QString &path, KeyFileAccess access)
{
    KeyFile file = readKeyFile(path, access);
    if (file.error)
        return {.error = file.error};
    Reader reader;
    Lines lines(file.content.view());
    while (lines.next()) {
        if (const auto fault = reader.readLine({lines.line().data(), std::size_t(lines.line().size())}))
            return {.error = invalidKey(path + u':' + QString::number(lines.number()), *fault)};
    }
    if (!reader.certificate.publicKey.isValid()) {
        return {.error =
                    invalidKey(path, QStringLiteral("has no public-key under curve, as a certificate has "
                                                    "that KeyPair::save() or CZMQ wrote"))};
    }
    return std::move(reader.certificate);
}

SecretBytes certificateText(const PublicKey &publicKey, std::span<const uchar> secretKey)
{
    constexpr std::string_view section = "curve\n";
    const bool isSecret = !secretKey.empty();
    const std::string_view head = isSecret ? secretHead : publicHead;
    Writer writer(head.size() + section.size() + Writer::sizeOfKey(publicName)
                  + (isSecret ? Writer::sizeOfKey(secretName) : 0));
    writer.add(head);
    writer.add(section);
    writer.addKey(publicName, bytesOf(publicKey));
    if (isSecret)
        writer.addKey(secretName, secretKey.first<keySize>());
    return writer.take();
}

} // namespace heliograph
