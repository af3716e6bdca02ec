// More.
function answer() {
  return 2;
}

answer();
