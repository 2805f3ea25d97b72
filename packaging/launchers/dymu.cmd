@echo off
rem dymu: the command line of DyMU Explorer, in the application's own program (decision 36).
"%~dp0dymu-explorer.exe" --no-sandbox --log-level=3 --dymu -- %*
exit /b %ERRORLEVEL%
