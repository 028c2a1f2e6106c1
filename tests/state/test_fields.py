#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: GPL-2.0-only
"""Tests of check-fields: what it must not overlook."""

import importlib.machinery
import importlib.util
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
OBJECTS = HERE.parent.parent / "build" / "xen-fields" / "objects"


def load():
    """The program as a module: its name has no suffix."""
    path = str(HERE / "check-fields")
    spec = importlib.util.spec_from_loader(
        "fields", importlib.machinery.SourceFileLoader("fields", path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FIELDS = load()


class Parsing(unittest.TestCase):
    """What pahole prints."""

    def flat(self, text):
        return FIELDS.flatten(FIELDS.leaves(iter(text.splitlines())))

    def test_plain(self):
        self.assertEqual(self.flat("""
            unsigned int   max_vcpus;            /*     4     4 */

            /* XXX 4 bytes hole, try to pack */

            struct evtchn * * evtchn_group[4];   /*   184    32 */
            void           (*wake)(struct vcpu *); /*   8   8 */
            struct arch_domain arch __attribute__((__aligned__(128))); /* 640 1408 */
            u16            :5;
            _Bool          is_sub_page:1;        /*     7: 7  1 */
            """), ["max_vcpus", "evtchn_group", "wake", "arch", "is_sub_page"])

    def test_nested(self):
        self.assertEqual(self.flat("""
            union {
                    struct {
                            evtchn_port_t port;  /*    24     4 */
                            union {
                                    int a;       /*    32     4 */
                            };                   /*    32     4 */
                    } other[2];                  /*    24    16 */
                    unsigned int virq;           /*    24     4 */
            } u;                                 /*    24    16 */
            enum {
                    DYING = 0,
            } is_dying;                          /*   320     4 */
            """), ["u.other.port", "u.other.a", "u.virq", "is_dying"])


class Comparing(unittest.TestCase):
    """The list of the project, damaged."""

    found = None

    @classmethod
    def setUpClass(cls):
        cls.found = FIELDS.structures(OBJECTS, FIELDS.Answers(FIELDS.LIST).fields)

    def problems(self, change):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as copy:
            copy.write(change(FIELDS.LIST.read_text()))
            copy.flush()
            answers = FIELDS.Answers(Path(copy.name))
            return FIELDS.compare(answers, {"build": self.found})

    def assert_new(self, change, text):
        before = self.problems(lambda text: text)
        new = [problem for problem in self.problems(change) if problem not in before]
        self.assertEqual(len(new), 1, new)
        self.assertIn(text, new[0])

    def test_field_without_entry(self):
        self.assert_new(lambda text: text.replace("\nmax_vcpus\t", "\n#"),
                        "struct domain: max_vcpus: what becomes of it")

    def test_nested_field_without_entry(self):
        self.assert_new(lambda text: text.replace("\nu.interdomain.remote_port\t", "\n#"),
                        "struct evtchn: u.interdomain.remote_port: what becomes of it")

    def test_entry_without_field(self):
        self.assert_new(lambda text: text.replace("\nmax_vcpus", "\nhats derived x\nmax_vcpus"),
                        "struct domain: hats: there is no such field")

    def test_entry_twice(self):
        self.assert_new(lambda text: text.replace("\nmax_vcpus", "\ndomain_id derived x\nmax_vcpus"),
                        "domain_id is there twice")

    def test_unknown_class(self):
        self.assert_new(lambda text: text.replace("\nmax_vcpus", "\nhats forgotten x\nmax_vcpus"),
                        "a field needs a class and a text")

    def test_unknown_record(self):
        self.assert_new(lambda text: text.replace("\nmax_pages\t\tcarried\t\tDOMAIN",
                                                  "\nmax_pages carried DOMINO"),
                        "nothing is carried that is called 'DOMINO'")

    def test_unknown_refusal(self):
        self.assert_new(lambda text: text.replace("\nmax_pages\t\tcarried\t\tDOMAIN",
                                                  "\nmax_pages refused on Mondays"),
                        "nothing is refused that is called 'on Mondays'")

    def test_unknown_structure(self):
        self.assert_new(lambda text: text.replace("\nmax_pages\t\tcarried\t\tDOMAIN",
                                                  "\nmax_pages listed nowhere"),
                        "struct nowhere is not listed")

    def test_new_structure(self):
        with self.assertRaises(FIELDS.Problem):
            FIELDS.structures(OBJECTS, ["hat"])


if __name__ == "__main__":
    unittest.main()
