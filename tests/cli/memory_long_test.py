# SPDX-License-Identifier: Apache-2.0
"""Reading a file of more than 2 GB takes the memory of the columns that are used."""

import memory_test
import support


class LargeFile(memory_test.Memory):
    def test_a_column_that_no_formula_uses_is_not_stored(self):
        small = self.peak_of(125_000, "x")
        self.setUp()
        large = self.peak_of(125_000, "x" * 20_000)
        self.assertGreater(self.written, 2**31)
        self.assertLess(large, small + 16)
        print(f"{self.written / 1e9:.2f} GB: peak {large:.0f} MB, without the unused column {small:.0f} MB")


if __name__ == "__main__":
    support.main()
