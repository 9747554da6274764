"""One public function = one operation of the company."""
