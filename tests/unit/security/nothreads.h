// SPDX-FileCopyrightText: 2026 The Heliograph authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <pthread.h>

/// As long as it lives, this process can start no thread that does not say how large its stack is to be: there is no room for it.
class NoThreads
{
public:
    NoThreads()
    {
        pthread_attr_t huge = {};
        m_isSet = ::pthread_getattr_default_np(&m_before) == 0 && ::pthread_attr_init(&huge) == 0
                  && ::pthread_attr_setstacksize(&huge, std::size_t(1) << 46U) == 0
                  && ::pthread_setattr_default_np(&huge) == 0;
        (void)::pthread_attr_destroy(&huge);
    }
    ~NoThreads()
    {
        (void)::pthread_setattr_default_np(&m_before);
        (void)::pthread_attr_destroy(&m_before);
    }
    Q_DISABLE_COPY_MOVE(NoThreads)

    [[nodiscard]] bool isSet() const { return m_isSet; }

private:
    pthread_attr_t m_before = {};
    bool m_isSet = false;
};
