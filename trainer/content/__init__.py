"""FILES → DOMAIN: reads courses/ and quizzes/, compiles the library."""
