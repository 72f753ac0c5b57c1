// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
import QtQuick

// Of objects of this process, which C++ gives.
Page {
}
