// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

/** One value that a word has held, and what whoever acquires it learns. */
record Message(long value, View view) {}
