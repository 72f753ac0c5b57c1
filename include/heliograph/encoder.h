// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/export.h>

#include <QtCore/qanystringview.h>
#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>
#include <QtCore/qstring.h>

namespace heliograph {

/// Writes values as msgpack (https://github.com/msgpack/msgpack/blob/master/spec.md) into a growing buffer.
/// The application meets it only where it registers types of its own. Not thread-safe; any thread.
/// A value that has no form on the wire is reported by fail(); the first failure is kept and the rest of
/// what is written no longer matters.
class HELIOGRAPH_EXPORT Encoder
{
public:
    /// Starts with an empty buffer.
    Encoder() = default;
    /// Starts with an empty buffer that takes over the memory of \a recycled.
    explicit Encoder(QByteArray &&recycled);

    /// Null.
    void writeNil();
    /// True or false.
    void writeBool(bool value);
    /// Integers are written in the shortest form that holds them.
    void writeInt(qint64 value);
    void writeUInt(quint64 value);
    void writeFloat(float value);
    void writeDouble(double value);
    /// A string in UTF-8. A UTF-16 string with a lone surrogate cannot be written and fails.
    void writeString(QAnyStringView value);
    void writeBytes(QByteArrayView value);
    /// The header of an array; \a count values must follow.
    void writeArray(quint32 count);
    /// The header of a map; \a count pairs of key and value must follow.
    void writeMap(quint32 count);
    /// An extension value (msgpack "ext") with \a code -128..127 and its \a payload.
    void writeExtension(qint8 code, QByteArrayView payload);
    /// Copies bytes that are msgpack already.
    void writeRaw(QByteArrayView msgpack);

    /// Arrays and maps inside each other, at most: what every Decoder accepts unless it is told otherwise.
    static constexpr int maximumDepth = 32;
    class Level;
    /// An empty encoder for the payload of an extension value, which stands as deep in the message as this one.
    [[nodiscard]] Encoder nested() const;

    /// Reports that a value cannot be encoded; \a reason names the value's type and what is wrong with it.
    void fail(const QString &reason);
    /// False once fail() was called.
    [[nodiscard]] bool ok() const { return m_error.isNull(); }
    /// The reason given to the first fail(); null while ok().
    [[nodiscard]] QString error() const { return m_error; }

    /// What was written so far; valid until the next write.
    [[nodiscard]] QByteArrayView data() const { return m_buffer; }
    [[nodiscard]] qsizetype size() const { return m_buffer.size(); }
    /// Gives the buffer away and begins a new, empty one.
    [[nodiscard]] QByteArray take();
    /// Forgets what was written and any failure, and keeps the memory.
    void clear();
    /// Cuts back to the first \a size bytes and forgets any failure.
    void truncate(qsizetype size);

private:
    QByteArray m_buffer;
    QString m_error;
    int m_depth = 0; // levels that are open now
};

/// Lives while the values of one array or map are written. Codecs of containers hold one, so that nothing is
/// written that lies deeper than a reader accepts.
class HELIOGRAPH_EXPORT Encoder::Level
{
public:
    /// Goes one level deeper in \a encoder, which must outlive this; fails it beyond maximumDepth.
    explicit Level(Encoder &encoder);
    ~Level();
    Q_DISABLE_COPY_MOVE(Level)

    /// False when the encoder is too deep already: nothing must be written then.
    [[nodiscard]] explicit operator bool() const { return m_encoder.m_depth <= maximumDepth; }

private:
    Encoder &m_encoder;
};

} // namespace heliograph
