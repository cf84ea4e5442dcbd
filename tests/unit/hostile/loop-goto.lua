-- late
::again::
goto again
