// SPDX-License-Identifier: Apache-2.0
/// Gives the precompiled headers of the tests a library to belong to.
