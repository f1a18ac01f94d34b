// SPDX-License-Identifier: Apache-2.0
/// The smallest program that uses the library; the package tests build it in every supported way.
#include <iostream>

#include <attain/attain.hpp>

#ifdef __FAST_MATH__
#error "the package must not ask for inexact arithmetic"
#endif

int main() { std::cout << "attain " << attain::version << '\n'; }
