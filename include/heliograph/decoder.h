// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <heliograph/export.h>

#include <QtCore/qbytearrayview.h>
#include <QtCore/qstring.h>

#include <optional>

namespace heliograph {

/// Reads msgpack straight into values of the types that the reader declares; nothing is built in between.
/// The input is hostile until proven good: every read checks its bounds, and the whole message has a budget
/// (see Limits), so that no input makes the reader allocate more than a small multiple of the input's size.
/// The application meets it only where it registers types of its own. Not thread-safe; any thread.
///
/// Every read returns true and moves on, or returns false and leaves an error(); after a failure all further
/// reads fail too, and the first error is kept. Views that a read hands out live as long as the input.
class HELIOGRAPH_EXPORT Decoder
{
public:
    /// What comes next in the input. Int is any integer, negative or not; Invalid is the byte c1, which msgpack
    /// never uses; End is the end of the input.
    enum class Kind : quint8 {
        Nil,
        Bool,
        Int,
        Float,
        Double,
        String,
        Bytes,
        Array,
        Map,
        Extension,
        Invalid,
        End
    };

    /// Bounds for one message.
    struct Limits
    {
        int depth = 32;                          ///< arrays and maps inside each other, at most; 1 to 128
        qsizetype memoryFloor = 2 * 1024 * 1024; ///< bytes that any message may make its reader allocate
        int memoryFactor = 8;                    ///< and this many times its own size on top
    };

    /// What the reader charges for a block of memory besides its content: header and allocator.
    static constexpr qsizetype blockOverhead = 24;

    /// Reads \a input, which must outlive this decoder.
    explicit Decoder(QByteArrayView input);
    Decoder(QByteArrayView input, const Limits &limits);

    /// What the next value is; does not move. After a failure it is End.
    [[nodiscard]] Kind peek() const;
    /// The code of the extension that comes next, or nothing when another kind of value does.
    [[nodiscard]] std::optional<qint8> peekExtension() const;

    /// Null.
    [[nodiscard]] bool readNil();
    /// True or false, and nothing that merely could be taken for it.
    [[nodiscard]] bool readBool(bool &value);
    /// An integer from \a minimum to \a maximum. Here and below \a expected names the wanted type in errors.
    [[nodiscard]] bool readInt(qint64 &value, qint64 minimum, qint64 maximum, const char *expected);
    [[nodiscard]] bool readUInt(quint64 &value, quint64 maximum, const char *expected);
    /// Any integer. One above qint64's range sets \a isAbove and is to be cast to quint64.
    [[nodiscard]] bool readInteger(qint64 &value, bool &isAbove, const char *expected = "int");
    /// A float32, a float64 or an integer that a double holds exactly.
    [[nodiscard]] bool readDouble(double &value, const char *expected = "double");
    /// A float32, a float64 (rounded; a finite one beyond float's range is refused) or an integer that a float
    /// holds exactly.
    [[nodiscard]] bool readFloat(float &value, const char *expected = "float");
    /// A string; invalid UTF-8 (RFC 3629: no surrogates, no overlong forms) is refused. Charges its memory.
    [[nodiscard]] bool readString(QString &value, const char *expected = "string");
    /// The bytes of a string, checked to be valid UTF-8.
    [[nodiscard]] bool readUtf8(QByteArrayView &value, const char *expected = "string");
    [[nodiscard]] bool readBytes(QByteArrayView &value, const char *expected = "bytes");
    /// Enters an array of \a count values; call leave() after the last one.
    [[nodiscard]] bool enterArray(quint32 &count, const char *expected = "array");
    /// Enters a map of \a count keys and values; call leave() after the last one.
    [[nodiscard]] bool enterMap(quint32 &count, const char *expected = "map");
    /// Leaves the innermost array or map.
    void leave();
    [[nodiscard]] bool readExtension(qint8 &code, QByteArrayView &payload);
    /// Steps over one value of any kind, with all that is in it.
    [[nodiscard]] bool skip();
    /// Steps over one value and hands out its bytes.
    [[nodiscard]] bool readRaw(QByteArrayView &msgpack);

    /// True when the input is used up.
    [[nodiscard]] bool atEnd() const { return m_offset == m_input.size(); }
    /// Fails unless the input is used up ("bytes follow the value").
    [[nodiscard]] bool finish();
    /// How far the reader has come, in bytes.
    [[nodiscard]] qsizetype offset() const { return m_offset; }

    /// Takes \a bytes off the message's memory budget; containers call it before they grow.
    [[nodiscard]] bool charge(qsizetype bytes);
    /// A decoder for \a payload (of an extension). It stands as deep in the message as this one and draws on
    /// this one's memory budget, so this one must outlive it.
    [[nodiscard]] Decoder nested(QByteArrayView payload);

    /// Fails with "expected <expected>, received <what comes next>".
    bool failExpected(const QString &expected);
    /// Fails with \a reason as it is.
    bool fail(const QString &reason);
    /// False once a read failed.
    [[nodiscard]] bool ok() const { return m_error.isNull(); }
    /// Why the first failing read failed; null while ok().
    [[nodiscard]] QString error() const { return m_error; }
    /// Puts \a place (an index "[3]", a key, a property name) before the error: "[3].name: expected ...".
    void prefixError(const QString &place);

private:
    struct Integer
    {
        quint64 bits; // two's complement when negative
        bool negative;
    };

    bool takeInteger(Integer &value, const char *expected);
    bool takeString(QByteArrayView &bytes);
    bool takeLength(int width, quint32 &length);
    bool takeBody(quint32 length, QByteArrayView &body);
    bool takeExtensionHead(quint32 &length);
    bool enter(quint64 values);
    bool failRange(const char *expected, const QString &value, const QString &minimum,
                   const QString &maximum);
    [[nodiscard]] uchar byteAt(qsizetype offset) const { return uchar(m_input[offset]); }
    [[nodiscard]] QString describeNext() const;

    QByteArrayView m_input; // cut at m_offset by a failure, so that every later read finds the end
    qsizetype m_offset = 0;
    Limits m_limits;
    int m_depth = 0;
    quint64 m_declared = 0; // values that array and map headers have promised; never above m_input.size()
    qsizetype m_credit = 0; // bytes that may still be charged
    Decoder *m_parent = nullptr; // pays for a nested decoder's memory
    bool m_hasPlace = false;     // whether m_error begins with a place
    QString m_error;
};

} // namespace heliograph
