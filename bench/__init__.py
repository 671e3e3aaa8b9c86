"""Side-by-side measurements: ours against an honest reference, interleaved in one run."""
