#!/usr/bin/env node
require('../dist/apps/ops/main.js');
