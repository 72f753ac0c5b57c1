// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

namespace heliograph {

/// The codes of msgpack's extension values. 0 to 31 are Heliograph's, 32 to 127 the application's, negative ones
/// msgpack's own. They travel on the wire and never change; all payloads are big-endian.
namespace ExtensionCode {

inline constexpr qint8 Timestamp = -1; ///< msgpack's timestamp: 4, 8 or 12 bytes; read only
inline constexpr qint8 Date = 1;       ///< i64 Julian day; empty when invalid
inline constexpr qint8 Time = 2;       ///< u32 milliseconds since midnight; empty when invalid
inline constexpr qint8 DateTime = 3;   ///< i64 ms since 1970 UTC, u8 kind of zone, zone; empty when invalid
inline constexpr qint8 Url = 4;        ///< the encoded URL
inline constexpr qint8 Uuid = 5;       ///< 16 bytes, RFC 4122
inline constexpr qint8 Point = 6;      ///< 2 i32
inline constexpr qint8 PointF = 7;     ///< 2 f64
inline constexpr qint8 Size = 8;       ///< 2 i32: width, height
inline constexpr qint8 SizeF = 9;      ///< 2 f64
inline constexpr qint8 Rect = 10;      ///< 4 i32: x, y, width, height
inline constexpr qint8 RectF = 11;     ///< 4 f64
inline constexpr qint8 Char = 12;      ///< u16, a UTF-16 unit
inline constexpr qint8 Duration = 13;  ///< i64 nanoseconds

inline constexpr int FirstOfApplication = 32;
inline constexpr int Last = 127;

} // namespace ExtensionCode

} // namespace heliograph
