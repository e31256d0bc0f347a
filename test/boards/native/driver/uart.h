#include "uart-stubs.h"
