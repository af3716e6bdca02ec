// The start.
function answer() {
  if (true) {
    return 1;
  }
}

answer();
